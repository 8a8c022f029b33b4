using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Cashback.Benchmarks.Machine;
using NpgsqlTypes;

namespace Cashback.Benchmarks.Bulk;

/// <summary>Writes copies of a sample straight into the tables: other subscriber, other number, other lines.</summary>
internal sealed partial class Copies(Postgres postgres, string database, Sample sample)
{
    /// <summary>
    /// Of a sample's lines, which differ in the last five digits. Twelve digits, so that a line's number can be replaced by another of the
    /// same length.
    /// </summary>
    public const long FirstLine = 900_000_000_000;

    private const string ServiceId = "cashback";

    /// <param name="first">The number of the first copy.</param>
    /// <param name="alter">Changes the text of a copy's records; gets the copy's index.</param>
    /// <param name="dueOfFirst">When the first purchase of a copy is due, if not as in the sample.</param>
    public async Task WriteAsync(int first, int count, Func<int, string, string>? alter = null, Func<int, DateTime?>? dueOfFirst = null)
    {
        await using (var connection = await postgres.OpenAsync(database))
        {
            await using var rows = await connection.BeginBinaryImportAsync(
                "COPY Ledger (State, GrainKey, Version, ModifiedOn, IndexedMonth, Payload) FROM STDIN (FORMAT binary)");
            var now = DateTime.UtcNow;
            for (var index = 0; index < count; index++)
            {
                foreach (var row in sample.Rows)
                {
                    string Change(string text) => Rename(alter is null ? text : alter(index, text), first + index);
                    await rows.StartRowAsync();
                    await rows.WriteAsync(row.State, NpgsqlDbType.Text);
                    await rows.WriteAsync(Rename(row.Key, first + index), NpgsqlDbType.Text);
                    await rows.WriteAsync(1, NpgsqlDbType.Integer);
                    await rows.WriteAsync(now, NpgsqlDbType.TimestampTz);
                    await rows.WriteAsync(row.Month is null ? null : Change($"\"{row.Month}\"").Trim('"'), NpgsqlDbType.Text);
                    await rows.WriteAsync(Encoding.UTF8.GetBytes(Change(row.Payload)), NpgsqlDbType.Bytea);
                }
            }

            await rows.CompleteAsync();
        }

        await postgres.ExecuteAsync(
            database,
            "INSERT INTO DueMonths (GrainKey, Month) SELECT GrainKey, IndexedMonth FROM Ledger "
            + "WHERE State = 'subscriber' AND IndexedMonth IS NOT NULL ON CONFLICT DO NOTHING");
        await WriteRemindersAsync(first, count, dueOfFirst);
    }

    private async Task WriteRemindersAsync(int first, int count, Func<int, DateTime?>? dueOfFirst)
    {
        await using var connection = await postgres.OpenAsync(database);
        await using var rows = await connection.BeginBinaryImportAsync(
            "COPY OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version) FROM STDIN (FORMAT binary)");
        for (var index = 0; index < count; index++)
        {
            foreach (var reminder in sample.Reminders)
            {
                var isFirst = reminder.Grain.EndsWith($"{sample.Lines[0]}", StringComparison.Ordinal);
                var grain = Rename(reminder.Grain, first + index);
                await rows.StartRowAsync();
                await rows.WriteAsync(ServiceId, NpgsqlDbType.Text);
                await rows.WriteAsync(grain, NpgsqlDbType.Text);
                await rows.WriteAsync(reminder.Name, NpgsqlDbType.Text);
                await rows.WriteAsync((isFirst ? dueOfFirst?.Invoke(index) : null) ?? reminder.Start, NpgsqlDbType.TimestampTz);
                await rows.WriteAsync(reminder.Period, NpgsqlDbType.Bigint);
                await rows.WriteAsync((int)GrainId.Parse(grain, null).GetUniformHashCode(), NpgsqlDbType.Integer);
                await rows.WriteAsync(0, NpgsqlDbType.Integer);
            }
        }

        await rows.CompleteAsync();
    }

    private string Rename(string text, int number)
    {
        text = text
            .Replace(Population.SubscriberId(sample.Number), Population.SubscriberId(number), StringComparison.Ordinal)
            .Replace(Population.PhoneOf(sample.Number).E164, Population.PhoneOf(number).E164, StringComparison.Ordinal);
        return SampleLine().Replace(
            text, match => $"{FirstLine + 1_000_000 + ((long)number * sample.Lines.Count) + int.Parse(match.ValueSpan[^5..], CultureInfo.InvariantCulture)}");
    }

    [GeneratedRegex("9000000[0-9]{5}")]
    private static partial Regex SampleLine();
}
