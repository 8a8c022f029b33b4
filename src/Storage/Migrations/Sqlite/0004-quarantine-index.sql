-- Quarantine by reason and time, for operations and metrics: a row beside each quarantined message, written in the
-- save's own transaction.
CREATE TABLE Quarantine
(
  GrainKey TEXT PRIMARY KEY,
  Network TEXT NOT NULL,
  Reason TEXT NOT NULL,
  State TEXT NOT NULL,
  -- As the record says it, in UTC: sorts as text just as in time.
  FirstSeen TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX IX_Quarantine_Time ON Quarantine (State, FirstSeen, GrainKey);
CREATE INDEX IX_Quarantine_Reason ON Quarantine (State, Network, Reason, FirstSeen, GrainKey);

CREATE TRIGGER Quarantine_New AFTER INSERT ON OrleansStorage WHEN NEW.GrainTypeString = 'quarantine'
BEGIN
  DELETE FROM Quarantine WHERE GrainKey = NEW.GrainIdExtensionString;
  INSERT INTO Quarantine (GrainKey, Network, Reason, State, FirstSeen)
  SELECT
    NEW.GrainIdExtensionString,
    substr(coalesce(json_extract(record, '$.message.network'), ''), 1, 100),
    substr(coalesce(json_extract(record, '$.message.reason'), ''), 1, 100),
    coalesce(json_extract(record, '$.state'), ''),
    coalesce(json_extract(record, '$.firstSeen'), '')
  FROM (SELECT json_extract(CAST(NEW.PayloadBinary AS TEXT), '$.record') AS record) WHERE record IS NOT NULL;
END;

CREATE TRIGGER Quarantine_Kept AFTER UPDATE ON OrleansStorage WHEN NEW.GrainTypeString = 'quarantine'
BEGIN
  DELETE FROM Quarantine WHERE GrainKey = NEW.GrainIdExtensionString;
  INSERT INTO Quarantine (GrainKey, Network, Reason, State, FirstSeen)
  SELECT
    NEW.GrainIdExtensionString,
    substr(coalesce(json_extract(record, '$.message.network'), ''), 1, 100),
    substr(coalesce(json_extract(record, '$.message.reason'), ''), 1, 100),
    coalesce(json_extract(record, '$.state'), ''),
    coalesce(json_extract(record, '$.firstSeen'), '')
  FROM (SELECT json_extract(CAST(NEW.PayloadBinary AS TEXT), '$.record') AS record) WHERE record IS NOT NULL;
END;

CREATE TRIGGER Quarantine_Gone AFTER DELETE ON OrleansStorage WHEN OLD.GrainTypeString = 'quarantine'
BEGIN
  DELETE FROM Quarantine WHERE GrainKey = OLD.GrainIdExtensionString;
END;
