CREATE TABLE OrleansRemindersTable
(
  ServiceId text NOT NULL,
  GrainId text NOT NULL,
  ReminderName text NOT NULL,
  StartTime timestamptz(3) NOT NULL,
  Period bigint NOT NULL,
  GrainHash integer NOT NULL,
  Version integer NOT NULL,
  PRIMARY KEY (ServiceId, GrainId, ReminderName)
);

-- By time alone, without the service, of which there is one: while statistics say that the table is empty, an index that begins with
-- the service would look as good for finding a row by its key as the key itself, and would read all of the table.
CREATE INDEX IX_OrleansReminders_Start ON OrleansRemindersTable (StartTime);

-- Whether a reminder ticks within the window of a silo: ticks are at StartTime + N periods. A silo keeps 10 minutes
-- ahead and reads every 5, so 16 minutes ahead are enough, with room for clocks that differ; what ticked a moment ago
-- may still be under way and stays in sight. Call it only for rows with StartTime <= now() + 16 minutes (by index).
CREATE FUNCTION cashback_ticks_soon(start_time timestamptz, period bigint) RETURNS boolean
  STABLE PARALLEL SAFE LANGUAGE sql
  AS $$
    SELECT start_time >= now() - interval '2 minutes'
      OR mod((extract(epoch FROM now() - start_time) * 1000)::bigint, period) >= period - 960000
      OR mod((extract(epoch FROM now() - start_time) * 1000)::bigint, period) <= 120000
  $$;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('UpsertReminderRowKey', '
INSERT INTO OrleansRemindersTable AS r (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE
  SET StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash, Version = r.Version + 1
RETURNING r.Version AS Version;
'),
('ReadReminderRowsKey', '
SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainId = @GrainId;
'),
('ReadReminderRowKey', '
SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName;
'),
('ReadRangeRows1Key', '
SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND StartTime <= now() + interval ''16 minutes'' AND cashback_ticks_soon(StartTime, Period)
  AND GrainHash > @BeginHash AND GrainHash <= @EndHash;
'),
('ReadRangeRows2Key', '
SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND StartTime <= now() + interval ''16 minutes'' AND cashback_ticks_soon(StartTime, Period)
  AND (GrainHash > @BeginHash OR GrainHash <= @EndHash);
'),
('DeleteReminderRowKey', '
WITH deleted AS (
  DELETE FROM OrleansRemindersTable
  WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version
  RETURNING 1)
SELECT count(*) FROM deleted;
'),
('DeleteReminderRowsKey', '
DELETE FROM OrleansRemindersTable WHERE ServiceId = @ServiceId;
');
