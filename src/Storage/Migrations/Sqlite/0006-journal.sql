-- What each save changed in a journaled record, under the version that it made. The record is its row in the ledger, a snapshot,
-- with the changes of later versions applied to it. Rows are appended and stay.
CREATE TABLE Journal
(
  GrainKey TEXT NOT NULL,
  Version INTEGER NOT NULL,
  ModifiedOn TEXT NOT NULL,
  Payload BLOB NOT NULL,
  PRIMARY KEY (GrainKey, Version)
) WITHOUT ROWID;

-- Which subscribers wait for the settlement of which month.
CREATE TABLE DueMonths
(
  GrainKey TEXT PRIMARY KEY,
  Month TEXT NOT NULL
) WITHOUT ROWID;

INSERT INTO DueMonths (GrainKey, Month)
SELECT GrainKey, IndexedMonth FROM Ledger WHERE State = 'subscriber' AND IndexedMonth IS NOT NULL;

DROP INDEX IX_Ledger_Due;
