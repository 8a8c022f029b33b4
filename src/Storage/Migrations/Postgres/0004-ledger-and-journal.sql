-- The ledger: records of the hot path, written by the silos' own provider, many in one transaction.
-- IndexedMonth and IndexedSum come with the record (IIndexed), so that no save has to read its JSON. A subscriber's
-- record is above the 2 KB from which PostgreSQL compresses; in its row (MAIN) one update writes one tuple. Most rows are written once.
CREATE TABLE Ledger
(
  State text COLLATE "C" NOT NULL,
  GrainKey text COLLATE "C" NOT NULL,
  Version integer NOT NULL,
  IndexedSum bigint NULL,
  ModifiedOn timestamptz NOT NULL,
  IndexedMonth text COLLATE "C" NULL,
  Payload bytea NOT NULL,
  PRIMARY KEY (State, GrainKey)
) WITH (
  fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_limit = 2000);

ALTER TABLE Ledger ALTER COLUMN Payload SET STORAGE MAIN;

CREATE INDEX IX_Ledger_Statement ON Ledger (IndexedMonth) INCLUDE (IndexedSum) WHERE State = 'statement' AND IndexedMonth IS NOT NULL;

-- What each save changed in a journaled record, under the version that it made. The record is its row in the ledger, a snapshot,
-- with the changes of later versions applied to it. At is by the programme's clock. Rows are appended and stay.
-- Position is the order of all changes; the sequence gives it in the moment of the insert (CACHE 1: a session that kept some for later
-- would insert them behind a reader).
CREATE TABLE Journal
(
  Position bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) NOT NULL,
  At timestamptz NOT NULL,
  Version integer NOT NULL,
  GrainKey text COLLATE "C" NOT NULL,
  Payload bytea NOT NULL,
  PRIMARY KEY (GrainKey, Version)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_vacuum_cost_limit = 2000);

ALTER TABLE Journal ALTER COLUMN Payload SET STORAGE MAIN;

CREATE INDEX IX_Journal_Position ON Journal (Position);

-- Old changes that no record needs to be read any more, moved here by the silos if a setting says when. It can lie on cheaper disks:
-- ALTER TABLE JournalArchive SET TABLESPACE …
CREATE TABLE JournalArchive
(
  Position bigint PRIMARY KEY,
  At timestamptz NOT NULL,
  Version integer NOT NULL,
  GrainKey text COLLATE "C" NOT NULL,
  Payload bytea NOT NULL,
  UNIQUE (GrainKey, Version)
);

CREATE VIEW JournalAll AS
SELECT Position, At, Version, GrainKey, Payload FROM Journal
UNION ALL SELECT Position, At, Version, GrainKey, Payload FROM JournalArchive;

-- Which subscribers wait for the settlement of which month. It changes about twice a month for each of them, and the ledger's row, a
-- snapshot, is written at other times.
CREATE TABLE DueMonths
(
  GrainKey text COLLATE "C" PRIMARY KEY,
  Month text COLLATE "C" NOT NULL
);

-- Several times cheaper than the built-in compression; PostgreSQL may have been built without it.
DO $$
BEGIN
  EXECUTE 'ALTER TABLE Ledger ALTER COLUMN Payload SET COMPRESSION lz4';
  EXECUTE 'ALTER TABLE Journal ALTER COLUMN Payload SET COMPRESSION lz4';
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value OR syntax_error THEN
  NULL;
END
$$;
