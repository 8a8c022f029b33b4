-- The ledger: records of the hot path, written by the silos' own provider, many in one transaction.
-- IndexedMonth and IndexedSum come with the record (IIndexed), so that no save has to read its JSON. A subscriber's
-- record is above the 2 KB from which PostgreSQL compresses; in its row (MAIN) one update writes one tuple.
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
  fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_limit = 2000);

ALTER TABLE Ledger ALTER COLUMN Payload SET STORAGE MAIN;

-- Several times cheaper than the built-in compression; PostgreSQL may have been built without it.
DO $$
BEGIN
  EXECUTE 'ALTER TABLE Ledger ALTER COLUMN Payload SET COMPRESSION lz4';
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value OR syntax_error THEN
  NULL;
END
$$;

-- Neither changes with an ordinary save, which can so stay on its page (HOT).
CREATE INDEX IX_Ledger_Due ON Ledger (GrainKey, IndexedMonth) WHERE State = 'subscriber' AND IndexedMonth IS NOT NULL;
CREATE INDEX IX_Ledger_Statement ON Ledger (IndexedMonth) INCLUDE (IndexedSum) WHERE State = 'statement' AND IndexedMonth IS NOT NULL;

INSERT INTO Ledger (State, GrainKey, Version, ModifiedOn, IndexedMonth, IndexedSum, Payload)
SELECT GrainTypeString, GrainIdExtensionString, Version, ModifiedOn, coalesce(DueMonth, StatementMonth), StatementAccrued, PayloadBinary
FROM OrleansStorage
WHERE GrainTypeString IN ('subscriber', 'purchase', 'history', 'statement', 'payout', 'message') AND PayloadBinary IS NOT NULL;

DELETE FROM OrleansStorage WHERE GrainTypeString IN ('subscriber', 'purchase', 'history', 'statement', 'payout', 'message');

-- One batch of saves, all or nothing: records that must be at the version that was read (u), records that must not be
-- there yet (i, in one order for all writers, so that they can't wait for each other in a circle), reminders set (r)
-- and removed (d). CB001: a record was not at its version. CB002: records were there; the message is their numbers in i
-- (the driver withholds an error's detail).
CREATE FUNCTION cashback_ledger_save(
  u_states text[], u_keys text[], u_versions integer[], u_payloads bytea[], u_months text[], u_sums bigint[],
  i_states text[], i_keys text[], i_payloads bytea[], i_months text[], i_sums bigint[],
  service text, r_grains text[], r_names text[], r_starts timestamptz[], r_periods bigint[], r_hashes integer[],
  d_grains text[], d_names text[]) RETURNS void
  LANGUAGE plpgsql
  AS $$
  DECLARE
    done bigint;
    u record;
  BEGIN
    -- One by one, here and below: a join would be planned by the tables' size at that moment, which is next to nothing
    -- in a young store, and from then on read all of a table for each batch.
    FOR u IN SELECT * FROM unnest(u_states, u_keys, u_versions, u_payloads, u_months, u_sums) AS t (state, key, version, payload, month, sum) LOOP
      UPDATE Ledger l
      SET Payload = u.payload, Version = l.Version + 1, IndexedMonth = u.month, IndexedSum = u.sum, ModifiedOn = now()
      WHERE l.State = u.state AND l.GrainKey = u.key AND l.Version = u.version;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'a record was not at the version that was read' USING ERRCODE = 'CB001';
      END IF;
    END LOOP;

    IF cardinality(i_keys) > 0 THEN
      INSERT INTO Ledger (State, GrainKey, Version, Payload, IndexedMonth, IndexedSum, ModifiedOn)
      SELECT i.state, i.key, 1, i.payload, i.month, i.sum, now()
      FROM unnest(i_states, i_keys, i_payloads, i_months, i_sums) AS i (state, key, payload, month, sum)
      ON CONFLICT DO NOTHING;
      GET DIAGNOSTICS done = ROW_COUNT;
      IF done <> cardinality(i_keys) THEN
        RAISE EXCEPTION USING ERRCODE = 'CB002', MESSAGE = (
          SELECT coalesce(string_agg(i.number::text, ','), '')
          FROM unnest(i_states, i_keys) WITH ORDINALITY AS i (state, key, number)
          WHERE EXISTS (
            SELECT 1 FROM Ledger l
            WHERE l.State = i.state AND l.GrainKey = i.key AND l.xmin::text <> pg_current_xact_id()::xid::text));
      END IF;
    END IF;

    IF cardinality(r_grains) > 0 THEN
      INSERT INTO OrleansRemindersTable AS r (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
      SELECT service, n.grain, n.name, n.start, n.period, n.hash, 0
      FROM unnest(r_grains, r_names, r_starts, r_periods, r_hashes) AS n (grain, name, start, period, hash)
      ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE
        SET StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash, Version = r.Version + 1;
    END IF;

    FOR n IN 1 .. cardinality(d_grains) LOOP
      DELETE FROM OrleansRemindersTable WHERE ServiceId = service AND GrainId = d_grains[n] AND ReminderName = d_names[n];
    END LOOP;
  END
  $$;
