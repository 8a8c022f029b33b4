-- The ledger: records of the hot path, written by the silo's own provider, many in one transaction.
-- IndexedMonth and IndexedSum come with the record (IIndexed), so that no save has to read its JSON.
CREATE TABLE Ledger
(
  State TEXT NOT NULL,
  GrainKey TEXT NOT NULL,
  Version INTEGER NOT NULL,
  IndexedMonth TEXT NULL,
  IndexedSum INTEGER NULL,
  ModifiedOn TEXT NOT NULL,
  Payload BLOB NOT NULL,
  PRIMARY KEY (State, GrainKey)
);

CREATE INDEX IX_Ledger_Statement ON Ledger (IndexedMonth, IndexedSum) WHERE State = 'statement' AND IndexedMonth IS NOT NULL;

-- What each save changed in a journaled record, under the version that it made. The record is its row in the ledger, a snapshot,
-- with the changes of later versions applied to it. At is by the programme's clock. Rows are appended and stay.
-- Position is the order of all changes.
CREATE TABLE Journal
(
  Position INTEGER PRIMARY KEY AUTOINCREMENT,
  GrainKey TEXT NOT NULL,
  Version INTEGER NOT NULL,
  At TEXT NOT NULL,
  Payload BLOB NOT NULL,
  UNIQUE (GrainKey, Version)
);

-- Old changes that no record needs to be read any more, moved here if a setting says when.
CREATE TABLE JournalArchive
(
  Position INTEGER PRIMARY KEY,
  GrainKey TEXT NOT NULL,
  Version INTEGER NOT NULL,
  At TEXT NOT NULL,
  Payload BLOB NOT NULL,
  UNIQUE (GrainKey, Version)
);

CREATE VIEW JournalAll AS
SELECT Position, At, Version, GrainKey, Payload FROM Journal
UNION ALL SELECT Position, At, Version, GrainKey, Payload FROM JournalArchive;

-- Which subscribers wait for the settlement of which month.
CREATE TABLE DueMonths
(
  GrainKey TEXT PRIMARY KEY,
  Month TEXT NOT NULL
) WITHOUT ROWID;
