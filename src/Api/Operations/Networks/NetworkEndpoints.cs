using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Networks;
using Cashback.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>Networks and the keys by which they are known; what they sign with, and a dry run, stand beside.</summary>
public static partial class NetworkEndpoints
{
    private static readonly LocalText Unknown = new("There is no such network.", "Такой сети нет.");

    public static RouteGroupBuilder MapNetworkOperations(this RouteGroupBuilder ops)
    {
        var networks = ops.MapGroup("/networks").WithTags("Operations: networks");
        networks.MapGet("/", ListAsync).WithName("OpsListNetworks").WithSummary("All networks, with their keys but not the secrets.");
        networks.MapGet("/{network}", GetAsync).WithName("OpsGetNetwork").WithSummary("One network: how it speaks, and its keys.");
        networks.MapPut("/{network}", PutAsync)
            .WithName("OpsPutNetwork")
            .WithSummary("Makes a network or changes how it speaks; an empty object takes the description that comes with the programme.")
            .WithDescription("With \"like\" what is left out is as in another network that comes along. Every faulty entry is named.");
        networks.MapPost("/{network}/keys", MakeKeyAsync)
            .WithSecretIdempotency()
            .WithName("OpsMakeNetworkKey")
            .WithSummary("Makes a key; the secret is shown by this answer only.");
        networks.MapPost("/{network}/keys/{keyId}/rotate", RotateKeyAsync)
            .WithSecretIdempotency()
            .WithName("OpsRotateNetworkKey")
            .WithSummary("Makes a key in the place of another, which works on for as long as is said.");
        networks.MapDelete("/{network}/keys/{keyId}", RevokeKeyAsync)
            .WithName("OpsRevokeNetworkKey")
            .WithSummary("Ends a key; it stops working within seconds.");
        networks.MapNetworkSecrets();
        networks.MapNetworkCheck();
        return ops;
    }

    private static async Task<Results<Ok<PageBody<NetworkBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, IGrainFactory grains, IRecordQueries queries, CancellationToken cancellation)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        if (page.Cursor is not null && !NetworkIds.IsId(page.Cursor))
        {
            return PageRequest.BadCursor;
        }

        var after = page.Cursor is null ? null : GrainKeys.Network(page.Cursor);
        var keys = await queries.ListKeysAsync(StateNames.Network, after, limit + 1, cancellation);
        var views = await Task.WhenAll(keys.Take(limit).Select(key => grains.GetGrain<INetworkGrain>(key).GetAsync()));
        return TypedResults.Ok(new PageBody<NetworkBody>(
            [.. views.OfType<NetworkView>().Select(NetworkBody.Of)], keys.Count > limit ? GrainKeys.IdOf(keys[limit - 1]) : null));
    }

    private static async Task<Results<Ok<NetworkBody>, ProblemHttpResult>> GetAsync(string network, IGrainFactory grains) =>
        NetworkIds.IsId(network) && await Network(grains, network).GetAsync() is { } view
            ? TypedResults.Ok(NetworkBody.Of(view))
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<NetworkBody>, ProblemHttpResult>> PutAsync(
        string network, NetworkRequest request, IGrainFactory grains)
    {
        if (!NetworkIds.IsId(network))
        {
            return Problem.Invalid("network", new("A network id is 1 to 32 characters of a-z, 0-9 and '-'.", "Id сети — от 1 до 32 символов a-z, 0-9 и «-»."));
        }

        if (request.Like is { } like)
        {
            if (BuiltInNetworks.Find(like) is not { } usual)
            {
                return Problem.Invalid("like", new(
                    $"One of these is expected: {string.Join(", ", BuiltInNetworks.All.Select(known => known.Id))}.",
                    $"Нужно одно из значений: {string.Join(", ", BuiltInNetworks.All.Select(known => known.Id))}."));
            }

            request = request.Over(NetworkRequest.Of(usual));
        }

        if (!request.IsEmpty && request.Missing() is { } missing)
        {
            return Problem.Invalid(missing, new("This is required.", "Это обязательное поле."));
        }

        var description = request.IsEmpty ? null : request.Description(network);
        if (description is not null && Faulty(description) is { } faulty)
        {
            return faulty;
        }

        var put = await Network(grains, network).PutAsync(description);
        return put.Value is { } view ? TypedResults.Ok(NetworkBody.Of(view)) : Problem.From(put.Rejection!);
    }

    // All faults at once, each with its entry; the grain would name the first.
    private static ProblemHttpResult? Faulty(NetworkDescription description)
    {
        var errors = NetworkRules.Faults(description).GroupBy(fault => fault.Entry)
            .ToDictionary(faults => faults.Key, faults => faults.Select(fault => fault.Why).ToArray());
        return errors.Count == 0
            ? null
            : Problem.Of(422, "invalid-network", new(
                "Some entries of the description are not acceptable.",
                "Некоторые поля описания заполнены неверно."), new() { ["errors"] = errors });
    }

    private static async Task<Results<Created<NewKeyBody>, ProblemHttpResult>> MakeKeyAsync(
        string network, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers) =>
        NetworkIds.IsId(network)
            ? await AnswerAsync(Network(grains, network), network, "made", await Network(grains, network).MakeKeyAsync(), user, loggers)
            : Problem.NotFound(Unknown);

    private static async Task<Results<Created<NewKeyBody>, ProblemHttpResult>> RotateKeyAsync(
        string network, string keyId, RotationRequest? request, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers) =>
        NetworkIds.IsId(network)
            ? await AnswerAsync(
                Network(grains, network), network, "rotated", await Network(grains, network).RotateKeyAsync(keyId, request?.OldValidUntil), user,
                loggers)
            : Problem.NotFound(Unknown);

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeKeyAsync(
        string network, string keyId, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        if (!NetworkIds.IsId(network))
        {
            return Problem.NotFound(Unknown);
        }

        var revoked = await Network(grains, network).RevokeKeyAsync(keyId);
        if (revoked.Rejection is { } rejection)
        {
            return Problem.From(rejection);
        }

        LogKey(loggers.CreateLogger(typeof(NetworkEndpoints)), user.OperatorName(), "revoked", network, keyId);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Created<NewKeyBody>, ProblemHttpResult>> AnswerAsync(
        INetworkGrain grain, string network, string what, Outcome<NewNetworkKey> made, ClaimsPrincipal user, ILoggerFactory loggers)
    {
        if (made.Value is not { } key)
        {
            return Problem.From(made.Rejection!);
        }

        LogKey(loggers.CreateLogger(typeof(NetworkEndpoints)), user.OperatorName(), what, network, key.Key.Id);
        var path = $"/postbacks/{network}/{key.Secret}";
        var urls = (await grain.GetAsync())?.Description.Urls ?? [];
        return TypedResults.Created(
            (string?)null, new NewKeyBody(key.Key.Id, key.Key.CreatedAt, key.Secret, path, [.. urls.Select(url => UrlBody.Of(path, url))]));
    }

    private static INetworkGrain Network(IGrainFactory grains, string network) =>
        grains.GetGrain<INetworkGrain>(GrainKeys.Network(network));

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} {What} key {KeyId} of network {Network}.")]
    private static partial void LogKey(ILogger logger, string opsKey, string what, string network, string keyId);
}
