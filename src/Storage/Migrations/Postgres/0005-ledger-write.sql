-- One batch of saves, all or nothing: records that must be at the version that was read (u), changes of journaled records (c,
-- and u where a snapshot is due, which replaces the one before), records that must not be
-- there yet (i, in one order for all writers, so that they can't wait for each other in a circle), months that wait for settlement
-- (m; null: none any more), reminders set (r) and removed (d), each kind by one statement for all its rows: to start one costs as much as the row it would write.
-- The look-ups stay by key whatever the tables' sizes are when the statement is planned (LATERAL with OFFSET 0: a join would
-- be planned by a young store, which holds next to nothing, and from then on read all of a table for each batch). The
-- row is then written at its place. A row that another writer changes meanwhile has another version, so the version is
-- compared again there: the look-up is not repeated for it, and PostgreSQL before the releases of late 2025 did not
-- compare the place again either.
--
-- Nearly all inserts find their keys free, so a batch inserts without a check; a key that is taken fails it (23505), and
-- then each save is retried alone, and learns which records were there (CB002: their numbers in i; the driver withholds
-- an error's detail). CB001: a record was not at its version.
CREATE FUNCTION cashback_ledger_write(
  alone boolean,
  u_states text[], u_keys text[], u_versions integer[], u_next integer[], u_payloads bytea[], u_months text[], u_sums bigint[],
  c_states text[], c_keys text[], c_versions integer[], c_times timestamptz[], c_payloads bytea[],
  i_states text[], i_keys text[], i_payloads bytea[], i_months text[], i_sums bigint[],
  m_keys text[], m_months text[],
  service text, r_grains text[], r_names text[], r_starts timestamptz[], r_periods bigint[], r_hashes integer[],
  d_grains text[], d_names text[]) RETURNS void
  LANGUAGE plpgsql
  AS $$
  DECLARE
    done bigint;
  BEGIN
    -- A version that is there already was written by another activation; one whose predecessor is missing was decided on a
    -- record that this database does not hold, for example because it was restored to an earlier moment.
    IF cardinality(c_keys) > 0 THEN
      INSERT INTO Journal (GrainKey, Version, At, Payload)
      SELECT c.key, c.version, c.time, c.payload
      FROM unnest(c_states, c_keys, c_versions, c_times, c_payloads) AS c (state, key, version, time, payload)
      WHERE (
        c.version = 1
        OR EXISTS (SELECT 1 FROM Journal j WHERE j.GrainKey = c.key AND j.Version = c.version - 1)
        OR EXISTS (SELECT 1 FROM Ledger l WHERE l.State = c.state AND l.GrainKey = c.key AND l.Version = c.version - 1))
        AND NOT (alone AND EXISTS (SELECT 1 FROM Journal j WHERE j.GrainKey = c.key AND j.Version = c.version));
      GET DIAGNOSTICS done = ROW_COUNT;
      IF done <> cardinality(c_keys) THEN
        RAISE EXCEPTION 'a record was not at the version that was read' USING ERRCODE = 'CB001';
      END IF;
    END IF;

    IF cardinality(u_keys) > 0 THEN
      UPDATE Ledger l
      SET Payload = u.payload, Version = u.next, IndexedMonth = u.month, IndexedSum = u.sum, ModifiedOn = now()
      FROM unnest(u_states, u_keys, u_versions, u_next, u_payloads, u_months, u_sums) AS u (state, key, version, next, payload, month, sum)
      CROSS JOIN LATERAL (
        SELECT o.ctid AS place FROM Ledger o WHERE o.State = u.state AND o.GrainKey = u.key AND o.Version = u.version OFFSET 0) AS found
      WHERE l.ctid = found.place AND l.Version = u.version;
      GET DIAGNOSTICS done = ROW_COUNT;
      IF done <> cardinality(u_keys) THEN
        RAISE EXCEPTION 'a record was not at the version that was read' USING ERRCODE = 'CB001';
      END IF;
    END IF;

    IF cardinality(i_keys) > 0 AND NOT alone THEN
      INSERT INTO Ledger (State, GrainKey, Version, Payload, IndexedMonth, IndexedSum, ModifiedOn)
      SELECT i.state, i.key, 1, i.payload, i.month, i.sum, now()
      FROM unnest(i_states, i_keys, i_payloads, i_months, i_sums) AS i (state, key, payload, month, sum);
    ELSIF cardinality(i_keys) > 0 THEN
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

    IF cardinality(m_keys) > 0 THEN
      INSERT INTO DueMonths (GrainKey, Month)
      SELECT m.key, m.month FROM unnest(m_keys, m_months) AS m (key, month) WHERE m.month IS NOT NULL
      ON CONFLICT (GrainKey) DO UPDATE SET Month = excluded.Month;
      DELETE FROM DueMonths d USING unnest(m_keys, m_months) AS m (key, month) WHERE m.month IS NULL AND d.GrainKey = m.key;
    END IF;

    IF cardinality(r_grains) > 0 THEN
      INSERT INTO OrleansRemindersTable AS r (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
      SELECT service, n.grain, n.name, n.start, n.period, n.hash, 0
      FROM unnest(r_grains, r_names, r_starts, r_periods, r_hashes) AS n (grain, name, start, period, hash)
      ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE
        SET StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash, Version = r.Version + 1;
    END IF;

    IF cardinality(d_grains) > 0 THEN
      DELETE FROM OrleansRemindersTable r
      USING unnest(d_grains, d_names) AS d (grain, name)
      CROSS JOIN LATERAL (
        SELECT o.ctid AS place FROM OrleansRemindersTable o
        WHERE o.ServiceId = service AND o.GrainId = d.grain AND o.ReminderName = d.name OFFSET 0) AS found
      WHERE r.ctid = found.place;
    END IF;
  END
  $$;
