using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Problems;
using Cashback.Networks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <param name="Secret">The one that the network made; left out: a new one is made.</param>
public sealed record SecretRequest(string? Secret = null);

/// <param name="Secret">The one that the network made; left out: a new one is made.</param>
/// <param name="OldValidUntil">How long the old secret still counts; left out: until it is revoked.</param>
public sealed record SecretRotationRequest(string? Secret = null, DateTimeOffset? OldValidUntil = null);

/// <param name="ValidUntil">Exclusive; null: until it is revoked.</param>
public sealed record SecretBody(string SecretId, DateTimeOffset CreatedAt, DateTimeOffset? ValidUntil)
{
    public static SecretBody Of(NetworkKeyView secret) => new(secret.Id, secret.CreatedAt, secret.ValidUntil);
}

/// <param name="Secret">What messages are signed with; shown by this answer only.</param>
public sealed record NewSecretBody(string SecretId, DateTimeOffset CreatedAt, string Secret);

/// <summary>The secrets with which networks sign. Two can be in force, so that a rotation loses no message.</summary>
public static partial class NetworkSecretEndpoints
{
    private static readonly LocalText Unknown = new("There is no such network.", "Такой сети нет.");

    public static void MapNetworkSecrets(this RouteGroupBuilder networks)
    {
        networks.MapPost("/{network}/signature-secrets", MakeAsync)
            .WithSecretIdempotency()
            .WithName("OpsMakeNetworkSecret")
            .WithSummary("Makes a secret for signatures, or takes the network's own; it is shown by this answer only.");
        networks.MapPost("/{network}/signature-secrets/{secretId}/rotate", RotateAsync)
            .WithSecretIdempotency()
            .WithName("OpsRotateNetworkSecret")
            .WithSummary("Makes a secret in the place of another, which counts on for as long as is said.");
        networks.MapDelete("/{network}/signature-secrets/{secretId}", RevokeAsync)
            .WithName("OpsRevokeNetworkSecret")
            .WithSummary("Ends a secret; what it signs is refused within seconds.");
    }

    private static async Task<Results<Created<NewSecretBody>, ProblemHttpResult>> MakeAsync(
        string network, SecretRequest? request, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers) =>
        NetworkIds.IsId(network)
            ? Answer(network, "made", await Network(grains, network).MakeSecretAsync(request?.Secret), user, loggers)
            : Problem.NotFound(Unknown);

    private static async Task<Results<Created<NewSecretBody>, ProblemHttpResult>> RotateAsync(
        string network, string secretId, SecretRotationRequest? request, ClaimsPrincipal user, IGrainFactory grains,
        ILoggerFactory loggers) =>
        NetworkIds.IsId(network)
            ? Answer(
                network, "rotated", await Network(grains, network).RotateSecretAsync(secretId, request?.Secret, request?.OldValidUntil), user,
                loggers)
            : Problem.NotFound(Unknown);

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string network, string secretId, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        if (!NetworkIds.IsId(network))
        {
            return Problem.NotFound(Unknown);
        }

        var revoked = await Network(grains, network).RevokeSecretAsync(secretId);
        if (revoked.Rejection is { } rejection)
        {
            return Problem.From(rejection);
        }

        LogSecret(loggers.CreateLogger(typeof(NetworkSecretEndpoints)), user.OperatorName(), "revoked", network, secretId);
        return TypedResults.NoContent();
    }

    private static Results<Created<NewSecretBody>, ProblemHttpResult> Answer(
        string network, string what, Outcome<NewNetworkKey> made, ClaimsPrincipal user, ILoggerFactory loggers)
    {
        if (made.Value is not { } secret)
        {
            return Problem.From(made.Rejection!);
        }

        LogSecret(loggers.CreateLogger(typeof(NetworkSecretEndpoints)), user.OperatorName(), what, network, secret.Key.Id);
        return TypedResults.Created((string?)null, new NewSecretBody(secret.Key.Id, secret.Key.CreatedAt, secret.Secret));
    }

    private static INetworkGrain Network(IGrainFactory grains, string network) =>
        grains.GetGrain<INetworkGrain>(GrainKeys.Network(network));

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} {What} signature secret {SecretId} of network {Network}.")]
    private static partial void LogSecret(ILogger logger, string opsKey, string what, string network, string secretId);
}
