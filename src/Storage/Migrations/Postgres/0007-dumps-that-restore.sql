-- Subscribers and statements are in the ledger. These columns have had no rows since, and the functions that they called found each other by
-- the search path, which pg_restore does not have: a dump could not be restored.
ALTER TABLE OrleansStorage DROP COLUMN DueMonth, DROP COLUMN StatementMonth, DROP COLUMN StatementAccrued;
DROP FUNCTION cashback_due_month, cashback_statement_month, cashback_statement_accrued;

-- PostgreSQL's texts can't hold the character NUL, JSON can: it becomes the replacement character here.
CREATE OR REPLACE FUNCTION cashback_index_quarantine() RETURNS trigger LANGUAGE plpgsql AS $$
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

DROP FUNCTION cashback_json;
