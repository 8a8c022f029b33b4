using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Cashback.Quarantine;
using Cashback.Queries;

namespace Cashback.Storage;

/// <summary>The same SQL on both databases, on the index table that the scripts maintain beside the records.</summary>
internal sealed class QuarantineQueries(DbDataSource database) : IQuarantineQueries
{
    // As System.Text.Json writes a time in UTC, which is the form in the table.
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'+00:00'";

    public async Task<IReadOnlyList<QuarantinePlace>> ListAsync(
        QuarantineFilter filter, QuarantinePlace? after, bool newestFirst, int limit, CancellationToken cancellation)
    {
        var (where, values) = Conditions(filter);
        if (after is not null)
        {
            where += newestFirst ? " AND (FirstSeen, GrainKey) < (@seen, @key)" : " AND (FirstSeen, GrainKey) > (@seen, @key)";
            values.Add(("seen", Text(after.FirstSeen)));
            values.Add(("key", GrainKeys.Quarantine(after.Id)));
        }

        var order = newestFirst ? "FirstSeen DESC, GrainKey DESC" : "FirstSeen, GrainKey";
        values.Add(("limit", limit));
        await using var command = database.Query($"SELECT FirstSeen, GrainKey FROM Quarantine WHERE {where} ORDER BY {order} LIMIT @limit", values);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var places = new List<QuarantinePlace>();
        while (await rows.ReadAsync(cancellation))
        {
            places.Add(new QuarantinePlace(Time(rows.GetString(0)), GrainKeys.IdOf(rows.GetString(1))));
        }

        return places;
    }

    public async Task<long> CountAsync(QuarantineFilter filter, CancellationToken cancellation)
    {
        var (where, values) = Conditions(filter);
        await using var command = database.Query($"SELECT count(*) FROM Quarantine WHERE {where}", values);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }

    public async Task<IReadOnlyList<OpenQuarantine>> OpenAsync(CancellationToken cancellation)
    {
        await using var command = database.Query(
            "SELECT Network, Reason, count(*), min(FirstSeen) FROM Quarantine WHERE State = @state GROUP BY Network, Reason ORDER BY Network, Reason",
            [("state", Text(QuarantineState.Open))]);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var groups = new List<OpenQuarantine>();
        while (await rows.ReadAsync(cancellation))
        {
            groups.Add(new OpenQuarantine(rows.GetString(0), rows.GetString(1), rows.GetInt64(2), Time(rows.GetString(3))));
        }

        return groups;
    }

    private static (string Where, List<(string Name, object Value)> Values) Conditions(QuarantineFilter filter)
    {
        var conditions = new List<string> { "State = @state" };
        var values = new List<(string Name, object Value)> { ("state", Text(filter.State)) };
        Add("Network = @network", "network", filter.Network);
        Add("Reason = @reason", "reason", filter.Reason);
        Add("FirstSeen >= @from", "from", filter.From is { } from ? Text(from) : null);
        Add("FirstSeen < @to", "to", filter.To is { } to ? Text(to) : null);
        return (string.Join(" AND ", conditions), values);

        void Add(string condition, string name, string? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                values.Add((name, value));
            }
        }
    }

    private static string Text(QuarantineState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString(TimeForm, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
