using Cashback.Fuzz.Description;
using Cashback.Fuzz.Values;

namespace Cashback.Fuzz.Story;

/// <summary>A signed-in subscriber.</summary>
public sealed record Member(string Phone, string SubscriberId, string AccessToken, string RefreshToken);

/// <summary>What there is in the service, so that a request gets behind the first check.</summary>
/// <param name="Main">Who has bought, claimed and saved.</param>
/// <param name="Visitor">Who can be signed out, or leave, and nobody misses them.</param>
/// <param name="Now">What the programme's clock showed.</param>
/// <param name="Ids">By the name of a field or of a parameter, what stands in it.</param>
public sealed record World(
    Member Main, Member Visitor, string ShopKey, DateTimeOffset Now, IReadOnlyDictionary<string, IReadOnlyList<string>> Ids)
{
    public const string OperatorKey = "sample-ops-key";
    public const string Network = "admitad";
    public const string NetworkKey = "sample-admitad-key";

    /// <summary>A store, a network and a shop of the fuzzer's own: operations may do to them what they like.</summary>
    public const string OwnId = "fuzz";

    private static readonly Dictionary<string, string[]> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["network"] = [Network, OwnId],
        ["key"] = [NetworkKey],
        ["locale"] = ["ru", "en"],
        ["type"] = ["topUp", "smartphone", "purchase", "click"],
        ["email"] = ["fuzz@example.ru"],
        ["category"] = ["online"],
        ["categories"] = ["online"],
        ["regions"] = ["77", "Москва"],
        ["linkTemplate"] = ["https://ad.example/g/fuzz/?subid={click}"],
        ["channel"] = ["push", "report", "statistics"],
        ["like"] = ["admitad", "gdeslon", "cityads", "webhooks"],
        ["Limit"] = ["1", "20", "100"],
        ["boosted"] = ["true", "false"],
        ["stuck"] = ["true", "false"],
        ["minAgeDays"] = ["0", "3"],
        ["OlderThan"] = ["P1D", "PT1H"],
        ["Order"] = ["newest", "oldest"],
        ["State"] = ["open", "replayed", "dropped"],
        ["status"] = ["open", "found", "declined"],
        ["result"] = ["found", "declined", "credited"],
        ["by"] = ["PT1S", "PT1M"],
        ["mcc"] = ["5812", "5541"],
        ["kind"] = ["purchase", "topUp", "refund", "cash"],
        ["product"] = ["debit", "credit"],
        ["contentType"] = ["application/json", "application/x-www-form-urlencoded"],
        ["query"] = ["admitad_id=1&payment_status=approved&order_sum=100&currency=RUB&subid=none"],
        ["address"] = ["203.0.113.1"],
        ["purpose"] = ["exit", "email", "goal", "certificate"],
    };

    /// <summary>A value that fits a field of this name; null: nothing is known of such a name.</summary>
    public string? Value(string name, Operation operation, Draw draw)
    {
        if (operation.Template.Contains($"{{{name}}}", StringComparison.Ordinal) && !IsOwn(name, operation) && Known(name, draw) is { } id)
        {
            return id;
        }

        return name switch
        {
            "storeId" or "shopId" or "campaignId" or "promotionId" or "network" when IsOwn(name, operation) => OwnId,
            "code" when operation.Template.StartsWith("/ops/", StringComparison.Ordinal) => "default",
            "phone" => draw.Chance(50) ? Main.Phone : $"+7916{2000000 + draw.Below(500)}",
            "amount" or "price" => draw.Either("100", "1299.49", "14990", "0.01"),
            "currency" => draw.Chance(80) ? "RUB" : draw.Either("USD", "EUR"),
            "orderId" or "receiptId" => $"N-{draw.Below(100)}",
            "id" or "lineId" => draw.Chance(50) ? Main.SubscriberId : $"{9_000_000 + draw.Below(100)}",
            "imei" or "deviceId" => draw.Either("490154203237518", "356938035643809", "IMEI-" + draw.Digits(4)),
            "day" => Now.AddDays(-draw.Below(2)).ToString("yyyy-MM-dd", null),
            "from" or "to" => Now.AddDays(-draw.Below(40)).ToString("yyyy-MM-dd", null),
            "month" => Now.AddMonths(-draw.Below(3)).ToString("yyyy-MM", null),
            "qr" => $"t={Now.AddHours(-draw.Below(90)):yyyyMMdd'T'HHmm}&s=975.88&fn=8710000101{draw.Digits(6)}&i={draw.Digits(5)}&fp={draw.Digits(10)}&n=1",
            _ => Known(name, draw) ?? (Words.TryGetValue(name, out var words) ? draw.Of(words) : null),
        };
    }

    private string? Known(string name, Draw draw) => Ids.TryGetValue(name, out var known) && known.Count > 0 ? draw.Of(known) : null;

    /// <summary>What operations change is the fuzzer's own, so that the sample store and network stay what they are.</summary>
    private static bool IsOwn(string name, Operation operation) =>
        operation.Template.StartsWith("/ops/", StringComparison.Ordinal) && name switch
        {
            "storeId" or "shopId" => operation.Method != "GET",
            "campaignId" or "promotionId" => true,
            "network" => operation.Method is "PUT" or "DELETE" || operation.Template.Contains("/keys", StringComparison.Ordinal)
                || operation.Template.Contains("/signature-secrets", StringComparison.Ordinal),
            _ => false,
        };

    public string? CredentialOf(Caller caller, Operation operation) => caller switch
    {
        Caller.Subscriber => "Authorization: Bearer " + (operation.EndsCaller ? Visitor : Main).AccessToken,
        Caller.Operator => "X-Api-Key: " + OperatorKey,
        Caller.Shop => "X-Api-Key: " + ShopKey,
        _ => null,
    };
}
