-- Subscribers and statements are in the ledger; these columns have had no rows since.
DROP INDEX IX_OrleansStorage_Due;
DROP INDEX IX_OrleansStorage_Statement;
ALTER TABLE OrleansStorage DROP COLUMN DueMonth;
ALTER TABLE OrleansStorage DROP COLUMN StatementMonth;
ALTER TABLE OrleansStorage DROP COLUMN StatementAccrued;
