using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cashback.Benchmarks.Load;
using Cashback.Benchmarks.Machine;
using Cashback.Clicks;
using Cashback.Storage;
using Cashback.Subscribers;
using Npgsql;

namespace Cashback.Benchmarks.Bulk;

internal sealed record SampleRow(string State, string Key, string? Month, string Payload);

internal sealed record SampleReminder(string Grain, string Name, DateTime Start, long Period);

/// <summary>
/// One subscriber with purchases as the service itself stored it: what large stores are made of, by copying with other
/// ids. Filling them through the service would take longer than what is measured.
/// </summary>
internal sealed class Sample
{
    private static readonly JsonSerializerOptions AsStored = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Sample(int number, IReadOnlyList<long> lines, List<SampleRow> rows, List<SampleReminder> reminders) =>
        (Number, Lines, Rows, Reminders) = (number, lines, rows, reminders);

    public int Number { get; }

    public IReadOnlyList<long> Lines { get; }

    public IReadOnlyList<SampleRow> Rows { get; }

    /// <summary>Of the purchases' deadlines.</summary>
    public IReadOnlyList<SampleReminder> Reminders { get; }

    /// <summary>Until when an answer to the first purchase is waited for, as it is written in the records.</summary>
    public string FirstDue()
    {
        var subscriber = Rows.Single(row => row.State == StateNames.Subscriber);
        var purchases = JsonNode.Parse(subscriber.Payload)!["record"]!["purchases"]!.AsArray();
        return purchases.First(purchase => purchase!["order"]!.GetValue<string>().EndsWith(Invariant(Lines[0]), StringComparison.Ordinal))!["answerDueBy"]!
            .GetValue<string>();
    }

    /// <summary>As the service stores it minutes later: the messages, which are out, have left the subscriber's outbox.</summary>
    public Sample WithoutMessages()
    {
        var rows = Rows.Select(row => row.State == StateNames.Subscriber ? row with { Payload = WithoutEntries(row.Payload) } : row);
        return new(Number, Lines, [.. rows], [.. Reminders]);
    }

    private static string WithoutEntries(string subscriber)
    {
        var stored = JsonNode.Parse(subscriber)!;
        stored["record"]!["outbox"]!["entries"] = new JsonArray();
        return stored.ToJsonString(AsStored);
    }

    /// <param name="number">The subscriber, who must be registered.</param>
    /// <param name="status">The last word about each purchase.</param>
    public static async Task<Sample> MakeAsync(
        Postgres postgres, string database, Service service, int number, int purchases, string status)
    {
        var lines = Enumerable.Range(0, purchases).Select(n => Copies.FirstLine + n).ToArray();
        using var connection = new Connection(new(IPAddress.Loopback, service.Port));
        await connection.OpenAsync();
        var clickedAt = ClickIds.Truncate(DateTimeOffset.UtcNow.AddHours(-1));
        var sentBefore = (await service.StateAsync()).Messages;
        foreach (var line in lines)
        {
            var store = (int)(line % 10);
            var click = new ClickIds(Population.Secrets.ClickIds.All, Population.Secrets.ClickIds.Current).Make(
                Population.SubscriberId(number), Population.StoreId(store), clickedAt);
            foreach (var word in (string[])(status == "new" ? [status] : ["new", status]))
            {
                var answer = Encoding.UTF8.GetString(
                    (await connection.SendAsync(AdmitadMessage.Write(line, store, false, 1_000, click, clickedAt, word))).Span);
                if (!answer.Contains("\"applied\"", StringComparison.Ordinal))
                {
                    throw new BenchException($"The sample could not be made:\n{answer}");
                }
            }
        }

        var expected = new Expectation(1);
        foreach (var _ in lines)
        {
            expected.Opened();
            if (status != "new")
            {
                expected.Decided(0, wasOpen: true, 0);
            }
        }

        var ledger = new Postbacks.Store(postgres, Postbacks.Variant.Grouped, database);
        while ((await service.StateAsync()).Messages - sentBefore < expected.Messages || await ledger.WhatIsLeftAsync(expected) is not null)
        {
            await Task.Delay(50);
        }

        await using var reading = await postgres.OpenAsync(database);
        return new(number, lines, await RowsAsync(reading, number), await RemindersAsync(reading));
    }

    private static async Task<List<SampleRow>> RowsAsync(NpgsqlConnection connection, int number)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT l.State, l.GrainKey, d.Month, l.Payload, j.Changes
            FROM Ledger l
            LEFT JOIN DueMonths d ON d.GrainKey = l.GrainKey
            CROSS JOIN LATERAL (
              SELECT coalesce(array_agg(Payload ORDER BY Version), ARRAY[]::bytea[]) AS Changes
              FROM Journal WHERE GrainKey = l.GrainKey AND Version > l.Version) j
            WHERE (l.State = '{StateNames.Subscriber}' AND l.GrainKey = $1) OR l.State = '{StateNames.Purchase}'
            """,
            connection);
        command.Parameters.AddWithValue(GrainKeys.Subscriber(Population.SubscriberId(number)));
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<SampleRow>();
        while (await rows.ReadAsync())
        {
            var (state, payload) = (rows.GetString(0), rows.GetFieldValue<byte[]>(3));
            var whole = state == StateNames.Subscriber
                ? StateJson.ToBytes(JournalFold.Read<Stored<Subscriber>>(payload, rows.GetFieldValue<byte[][]>(4)))
                : payload;
            found.Add(
                new(state, rows.GetString(1), await rows.IsDBNullAsync(2) ? null : rows.GetString(2), Encoding.UTF8.GetString(whole)));
        }

        return found;
    }

    private static async Task<List<SampleReminder>> RemindersAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "SELECT GrainId, ReminderName, StartTime, Period FROM OrleansRemindersTable WHERE ReminderName = 'deadline'", connection);
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<SampleReminder>();
        while (await rows.ReadAsync())
        {
            found.Add(new(rows.GetString(0), rows.GetString(1), rows.GetDateTime(2), rows.GetInt64(3)));
        }

        return found;
    }

    private static string Invariant(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
