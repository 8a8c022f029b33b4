using System.Text.Json.Serialization;
using Cashback.Clicks;
using Cashback.Networks;

namespace Cashback.Benchmarks.Peer;

/// <summary>The same answer as the measured system's.</summary>
internal sealed record PeerAnswer(
    string Result,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PurchaseId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null);

[JsonSerializable(typeof(PeerAnswer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class PeerJson : JsonSerializerContext;

/// <summary>Takes a network's message: the key, its parameters, the click's signature, then one call of the database.</summary>
internal static class Postbacks
{
    public static void Map(WebApplication app, Catalogue catalogue, Reports reports)
    {
        var reader = new MessageReader(
            BuiltInNetworks.Admitad, NetworkChannels.Push,
            new ClickIds(Population.Secrets.ClickIds.All, Population.Secrets.ClickIds.Current));
        var pepper = Population.Secrets.ApiKeys;
        app.MapMethods("/postbacks/{network}/{key}", [HttpMethods.Get, HttpMethods.Post], async (HttpContext http) =>
        {
            var network = (string)http.GetRouteValue("network")!;
            var key = (string)http.GetRouteValue("key")!;
            var now = DateTimeOffset.UtcNow;
            var snapshot = await catalogue.GetAsync(now);
            if (!Admits(snapshot, pepper, network, key, now))
            {
                http.Response.StatusCode = 401;
                return;
            }

            var parameters = new MessageParameters();
            if (await ReadAsync(http.Request, parameters) is not null)
            {
                http.Response.StatusCode = 400;
                return;
            }

            switch (reader.Read(parameters.Values, now))
            {
                case Reading.Malformed:
                    http.Response.StatusCode = 400;
                    return;
                case Reading.Unattributable(var reason):
                    await reports.QuarantineAsync(parameters.Values, reason, now);
                    await AnswerAsync(http, new("quarantined", Reason: reason));
                    return;
                case Reading.Order order:
                    await AnswerAsync(http, await reports.TakeAsync(order, snapshot, parameters.Values, now));
                    return;
            }
        });
    }

    private static bool Admits(Snapshot snapshot, KeyRing pepper, string network, string key, DateTimeOffset now)
    {
        if (key.Length > NetworkKeyHash.SecretLengthMax || !snapshot.Keys.TryGetValue(network, out var keys))
        {
            return false;
        }

        var hash = NetworkKeyHash.Of(pepper, network, key);
        return keys.Exists(known => known.InForce(now) && known.Keyed().IsSame(hash));
    }

    private static async ValueTask<MessageFault?> ReadAsync(HttpRequest request, MessageParameters parameters)
    {
        if (request.QueryString.Value is { Length: > 1 } query && parameters.AddForm(query.AsSpan(1)) is { } fault)
        {
            return fault;
        }

        if (request.ContentLength is not (> 0 and <= MessageParameters.BytesMax and var length))
        {
            return null;
        }

        var body = new byte[(int)length];
        await request.Body.ReadExactlyAsync(body);
        return parameters.AddForm(body);
    }

    private static Task AnswerAsync(HttpContext http, PeerAnswer answer) =>
        http.Response.WriteAsJsonAsync(answer, PeerJson.Default.PeerAnswer);
}
