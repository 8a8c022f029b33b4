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

CREATE INDEX IX_Ledger_Due ON Ledger (GrainKey, IndexedMonth) WHERE State = 'subscriber' AND IndexedMonth IS NOT NULL;
CREATE INDEX IX_Ledger_Statement ON Ledger (IndexedMonth, IndexedSum) WHERE State = 'statement' AND IndexedMonth IS NOT NULL;
