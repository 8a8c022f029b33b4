using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cashback.Networks;
using Cashback.Stores;
using Npgsql;
using NpgsqlTypes;

namespace Cashback.Benchmarks.Peer;

/// <summary>One message, one round trip: the function <c>report</c> of the schema decides under the subscriber's row lock.</summary>
internal sealed class Reports(NpgsqlDataSource database, OutboxWorker outbox)
{
    private const string Sql = "SELECT report($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21)";
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

    public static int MonthOf(DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, Zone);
        return local.Year * 12 + local.Month - 1;
    }

    public async Task<PeerAnswer> TakeAsync(
        Reading.Order order, Snapshot snapshot, IReadOnlyDictionary<string, string> parameters, DateTimeOffset now)
    {
        var report = order.Report;
        var reason = !snapshot.Stores.TryGetValue(order.StoreId, out var store) ? "unknown-store"
            : store.Network != report.Network ? "wrong-network"
            : report.Amount?.Currency != Money.Rub ? "unknown-currency-rate"
            : null;
        if (reason is null)
        {
            switch (await ReportAsync(report, order.StoreId, store!, now))
            {
                case 0:
                    return new("unchanged", $"{report.Network}:{order.StoreId}:{report.LineId}");
                case 1:
                    outbox.Wake();
                    return new("applied", $"{report.Network}:{order.StoreId}:{report.LineId}");
                case 2:
                    reason = "unknown-subscriber";
                    break;
                default:
                    reason = "belongs-to-another";
                    break;
            }
        }

        await QuarantineAsync(parameters, reason, now);
        return new("quarantined", Reason: reason);
    }

    public async Task QuarantineAsync(IReadOnlyDictionary<string, string> parameters, string reason, DateTimeOffset now)
    {
        var text = JsonSerializer.Serialize(parameters);
        await using var command = database.CreateCommand("INSERT INTO quarantine VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");
        command.Parameters.Add(Text(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))));
        command.Parameters.Add(Text(reason));
        command.Parameters.Add(Text(text));
        command.Parameters.Add(Of(now.UtcDateTime));
        await command.ExecuteNonQueryAsync();
    }

    private async Task<short> ReportAsync(PartnerReport report, string storeId, ShopOffer store, DateTimeOffset now)
    {
        var amount = report.Amount ?? Money.Rubles(0);
        var rate = TariffChoice.At(store.Tariffs, report.ClickedAt, report.TariffCode).Rate;
        var cashback = rate.Fixed
            ?? (long)Math.Round(amount.Amount * rate.Percent.GetValueOrDefault() / 100m, 0, MidpointRounding.AwayFromZero);
        await using var command = database.CreateCommand(Sql);
        var values = command.Parameters;
        values.Add(Text(report.Network));
        values.Add(Text(storeId));
        values.Add(Text(report.LineId));
        values.Add(Of(Ulid.Parse(report.SubscriberId, null).ToGuid()));
        values.Add(Text(store.Name));
        values.Add(Text(report.ClickId));
        values.Add(Of(report.ClickedAt.UtcDateTime));
        values.Add(Text(report.OrderId));
        values.Add(Of((short)report.Status));
        values.Add(Of(amount.Amount));
        values.Add(Text(amount.Currency));
        values.Add(OrNull(rate.Percent, NpgsqlDbType.Numeric));
        values.Add(OrNull(rate.Fixed, NpgsqlDbType.Bigint));
        values.Add(Of(1m));
        values.Add(Of(cashback));
        values.Add(Of(store.ConfirmationDays));
        values.Add(OrNull(report.Version?.UtcDateTime, NpgsqlDbType.TimestampTz));
        values.Add(Text(report.Reason));
        values.Add(Of(MonthOf(now)));
        values.Add(Of(Population.MonthlyCap));
        values.Add(Of(now.UtcDateTime));
        return (short)(await command.ExecuteScalarAsync())!;
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter<string?> Text(string? value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter OrNull<T>(T? value, NpgsqlDbType type)
        where T : struct => value is { } known
            ? new NpgsqlParameter<T> { TypedValue = known, NpgsqlDbType = type }
            : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = type };
}
