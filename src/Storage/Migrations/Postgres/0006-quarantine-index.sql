-- Quarantine by reason and time, for operations and metrics: a row beside each quarantined message, written in the
-- save's own transaction. A table of its own instead of columns of OrleansStorage: those would be worked out at every
-- save of every other record, and their indexes would hold rows of other states.
CREATE TABLE Quarantine
(
  GrainKey text COLLATE "C" PRIMARY KEY,
  Network text COLLATE "C" NOT NULL,
  Reason text COLLATE "C" NOT NULL,
  State text COLLATE "C" NOT NULL,
  -- As the record says it, in UTC: sorts as text just as in time.
  FirstSeen text COLLATE "C" NOT NULL
);

CREATE INDEX IX_Quarantine_Time ON Quarantine (State, FirstSeen, GrainKey);
CREATE INDEX IX_Quarantine_Reason ON Quarantine (State, Network, Reason, FirstSeen, GrainKey);

-- PostgreSQL's texts can't hold the character NUL, JSON can: it becomes the replacement character here.
CREATE FUNCTION cashback_index_quarantine() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry json := CASE WHEN TG_OP <> 'DELETE' THEN replace(convert_from(NEW.PayloadBinary, 'UTF8'), '\u0000', '\ufffd')::json -> 'record' END;
BEGIN
  IF entry IS NULL THEN
    DELETE FROM Quarantine WHERE GrainKey = CASE WHEN TG_OP = 'DELETE' THEN OLD.GrainIdExtensionString ELSE NEW.GrainIdExtensionString END;
    RETURN NULL;
  END IF;

  INSERT INTO Quarantine (GrainKey, Network, Reason, State, FirstSeen)
  VALUES (
    NEW.GrainIdExtensionString,
    left(coalesce(entry #>> '{message,network}', ''), 100),
    left(coalesce(entry #>> '{message,reason}', ''), 100),
    coalesce(entry ->> 'state', ''),
    coalesce(entry ->> 'firstSeen', ''))
  ON CONFLICT (GrainKey) DO UPDATE
    SET Network = excluded.Network, Reason = excluded.Reason, State = excluded.State, FirstSeen = excluded.FirstSeen
    WHERE (Quarantine.Network, Quarantine.Reason, Quarantine.State, Quarantine.FirstSeen)
      IS DISTINCT FROM (excluded.Network, excluded.Reason, excluded.State, excluded.FirstSeen);
  RETURN NULL;
END $$;

CREATE TRIGGER Quarantine_Kept AFTER INSERT OR UPDATE ON OrleansStorage
  FOR EACH ROW WHEN (NEW.GrainTypeString = 'quarantine') EXECUTE FUNCTION cashback_index_quarantine();
CREATE TRIGGER Quarantine_Gone AFTER DELETE ON OrleansStorage
  FOR EACH ROW WHEN (OLD.GrainTypeString = 'quarantine') EXECUTE FUNCTION cashback_index_quarantine();
