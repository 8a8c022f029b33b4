using System.Net;
using System.Text;
using Cashback.Api.Postbacks;
using Cashback.Api.Problems;
using Cashback.Clicks;
using Cashback.Networks;
using Cashback.Purchases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>A message as a network would send it.</summary>
/// <param name="Query">As it stands in the address, with or without the question mark.</param>
/// <param name="Address">From where it comes; left out: not checked.</param>
/// <param name="Channel">push, statistics or report.</param>
public sealed record CheckRequest(
    string? Query = null,
    string? Body = null,
    string? ContentType = null,
    IReadOnlyDictionary<string, string>? Headers = null,
    string? Address = null,
    string Channel = NetworkChannels.Push);

/// <summary>How the message would be read. Nothing was changed.</summary>
/// <param name="Result">order; unattributable: it would go into quarantine; malformed: it would be refused.</param>
/// <param name="Parameter">Of a malformed message: the one at fault.</param>
/// <param name="Reason">Why it is no order.</param>
/// <param name="Signature">valid, missing, stale or wrong; null: the network does not sign.</param>
/// <param name="AddressAllowed">Null: no address was given.</param>
/// <param name="Line">What it says of an order line, as far as it can be read.</param>
/// <param name="Click">Null: it bears no click of ours.</param>
public sealed record CheckBody(
    string Result,
    string? Parameter,
    string? Reason,
    SignatureVerdict? Signature,
    bool? AddressAllowed,
    IReadOnlyDictionary<string, string> Parameters,
    CheckedLine? Line,
    CheckedClick? Click);

/// <param name="LineId">Null: it is made with the click, which is not known.</param>
public sealed record CheckedLine(
    string? LineId,
    ReportedStatus Status,
    Money? Amount,
    string? OrderId,
    string? Tariff,
    DateTimeOffset? OrderedAt,
    DateTimeOffset? Version,
    string? Reason);

public sealed record CheckedClick(string ClickId, string StoreId, string SubscriberId, DateTimeOffset ClickedAt);

/// <summary>Reads a sample message as the network's own would be read, and changes nothing.</summary>
public static class NetworkCheck
{
    public static void MapNetworkCheck(this RouteGroupBuilder networks) =>
        networks.MapPost("/{network}/check", CheckAsync)
            .WithName("OpsCheckNetworkMessage")
            .WithSummary("Says how a sample message would be read; changes nothing.");

    private static async Task<Results<Ok<CheckBody>, ProblemHttpResult>> CheckAsync(
        string network, CheckRequest request, IGrainFactory grains, ClickIds clicks, Secrets secrets, TimeProvider clock,
        HttpContext context)
    {
        if (!NetworkIds.IsId(network)
            || await grains.GetGrain<INetworkGrain>(GrainKeys.Network(network)).GetAccessAsync() is not { } access)
        {
            return Problem.NotFound(new("There is no such network.", "Такой сети нет."));
        }

        if (!NetworkChannels.All.Contains(request.Channel))
        {
            return Problem.Invalid("channel", new(
                $"The channels are {string.Join(", ", NetworkChannels.All)}.",
                $"Возможные каналы: {string.Join(", ", NetworkChannels.All)}."));
        }

        IPAddress? address = null;
        if (request.Address is not null && !IPAddress.TryParse(request.Address, out address))
        {
            return Problem.Invalid("address", new("An IP address is expected.", "Нужен IP-адрес."));
        }

        var known = new KnownNetwork(access, secrets.NetworkSignatures);
        var query = request.Query?.TrimStart('?') ?? "";
        var body = Encoding.UTF8.GetBytes(request.Body ?? "");
        var now = clock.GetUtcNow();
        var signature = known.Check(new RawMessage(query, body, Merged(request.Headers)), now);
        var reader = new MessageReader(access.Description, request.Channel, clicks);
        var message = MessageContent.ReadAll(new MessageSource(reader, query.AsMemory(), body, request.ContentType));
        var check = Read(reader, message, now, context.ChooseLanguage());
        if (message.IsUnsupported && check.Parameter == "body")
        {
            return PostbackBody.Unsupported;
        }

        return TypedResults.Ok(check with
        {
            Signature = signature,
            AddressAllowed = address is null ? null : known.AdmitsAddress(address),
        });
    }

    /// <summary>As a request's own headers: names that differ in case only are one, with all of its values.</summary>
    private static Func<string, string?> Merged(IReadOnlyDictionary<string, string>? given)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in given ?? new Dictionary<string, string>())
        {
            headers.Append(name, value);
        }

        return name => headers[name];
    }

    private static CheckBody Read(MessageReader reader, MessageParameters message, DateTimeOffset now, TextLanguage language)
    {
        var parameters = message.Values;
        var click = reader.FindClick(parameters) is var (id, token)
            ? new CheckedClick(id, token.StoreId, token.SubscriberId, token.At)
            : null;
        CheckedLine? line = null;
        if (reader.ReadLine(parameters, out var read) is null)
        {
            line = new CheckedLine(
                read.LineId, read.Status, read.Amount, read.OrderId, read.TariffCode, read.OrderedAt, read.Version, read.Reason);
        }

        return reader.Read(message, now) switch
        {
            Reading.Malformed malformed => new("malformed", malformed.Parameter, malformed.Why.In(language), null, null, parameters, line, click),
            Reading.Unattributable unattributable => new("unattributable", null, unattributable.Reason, null, null, parameters, line, click),
            Reading.Order order => new("order", null, null, null, null, parameters, line! with { LineId = order.Report.LineId }, click),
            var other => throw new InvalidOperationException($"Unexpected reading {other.GetType().Name}."),
        };
    }
}
