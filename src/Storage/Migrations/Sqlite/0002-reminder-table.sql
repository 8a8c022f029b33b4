-- The programme's clock on SQLite: the system's clock and an offset, which Development can move.
CREATE TABLE ProgrammeClock
(
  Id INTEGER PRIMARY KEY CHECK (Id = 1),
  OffsetMs INTEGER NOT NULL
);
INSERT INTO ProgrammeClock (Id, OffsetMs) VALUES (1, 0);

-- StartMs is StartTime as milliseconds since 1970, for arithmetic. Change counts every registration upward and never
-- takes a number twice, so that the clock's driver sees what was registered while it worked.
CREATE TABLE OrleansRemindersTable
(
  ServiceId TEXT NOT NULL,
  GrainId TEXT NOT NULL,
  ReminderName TEXT NOT NULL,
  StartTime TEXT NOT NULL,
  StartMs INTEGER NOT NULL,
  Period INTEGER NOT NULL,
  GrainHash INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  Change INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (ServiceId, GrainId, ReminderName)
);

CREATE INDEX IX_OrleansReminders_Start ON OrleansRemindersTable (ServiceId, StartMs);
CREATE INDEX IX_OrleansReminders_Change ON OrleansRemindersTable (Change);

CREATE TABLE ReminderChanges (Id INTEGER PRIMARY KEY CHECK (Id = 1), Last INTEGER NOT NULL);
INSERT INTO ReminderChanges (Id, Last) VALUES (1, 0);

CREATE TRIGGER OrleansReminders_Inserted AFTER INSERT ON OrleansRemindersTable
BEGIN
  UPDATE ReminderChanges SET Last = Last + 1;
  UPDATE OrleansRemindersTable SET Change = (SELECT Last FROM ReminderChanges) WHERE rowid = new.rowid;
END;

CREATE TRIGGER OrleansReminders_Updated AFTER UPDATE OF Version ON OrleansRemindersTable
BEGIN
  UPDATE ReminderChanges SET Last = Last + 1;
  UPDATE OrleansRemindersTable SET Change = (SELECT Last FROM ReminderChanges) WHERE rowid = new.rowid;
END;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('UpsertReminderRowKey', '
INSERT INTO OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, StartMs, Period, GrainHash, Version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, CAST(round(unixepoch(@StartTime, ''subsec'') * 1000) AS INTEGER), @Period, @GrainHash, 0)
ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE
  SET StartTime = excluded.StartTime, StartMs = excluded.StartMs, Period = excluded.Period, GrainHash = excluded.GrainHash,
    Version = OrleansRemindersTable.Version + 1
RETURNING Version AS Version;
'),
('ReadReminderRowsKey', '
SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainId = @GrainId;
'),
('ReadReminderRowKey', '
SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName;
'),
-- By window: only what ticks before the refreshes to come (a silo keeps 10 minutes ahead and reads every 5), or ticked
-- a moment ago and may still be under way. Ticks are at StartTime + N periods; a far row is not even looked at.
('ReadRangeRows1Key', '
WITH Clock AS (SELECT CAST(round(unixepoch(''now'', ''subsec'') * 1000) AS INTEGER) + OffsetMs AS NowMs FROM ProgrammeClock)
SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable, Clock
WHERE ServiceId = @ServiceId AND StartMs <= (SELECT NowMs + 960000 FROM Clock)
  AND (StartMs >= NowMs - 120000 OR (NowMs - StartMs) % Period >= Period - 960000 OR (NowMs - StartMs) % Period <= 120000)
  AND GrainHash > @BeginHash AND GrainHash <= @EndHash;
'),
('ReadRangeRows2Key', '
WITH Clock AS (SELECT CAST(round(unixepoch(''now'', ''subsec'') * 1000) AS INTEGER) + OffsetMs AS NowMs FROM ProgrammeClock)
SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable, Clock
WHERE ServiceId = @ServiceId AND StartMs <= (SELECT NowMs + 960000 FROM Clock)
  AND (StartMs >= NowMs - 120000 OR (NowMs - StartMs) % Period >= Period - 960000 OR (NowMs - StartMs) % Period <= 120000)
  AND (GrainHash > @BeginHash OR GrainHash <= @EndHash);
'),
('DeleteReminderRowKey', '
DELETE FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version;
SELECT changes() AS Deleted;
'),
('DeleteReminderRowsKey', '
DELETE FROM OrleansRemindersTable WHERE ServiceId = @ServiceId;
');
