using System.Security.Claims;
using Cashback.Proofs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Auth;

/// <summary>The header that carries a fresh proof, and the refusal where one is missing.</summary>
internal static class FreshProof
{
    public const string Header = "Cashback-Proof";

    /// <summary>The rejection of a grain that wants a proof first.</summary>
    public const string Required = "fresh-proof-required";
    private const int LengthMax = 128;

    /// <summary>The route asks for a fresh proof; the description says so.</summary>
    public static TBuilder WithFreshProof<TBuilder>(this TBuilder route, string purpose)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RequiresFreshProof(purpose));

    /// <summary>What the proof that came with the request is for; null: there is none in force.</summary>
    public static async Task<string?> PurposeAsync(HttpRequest request, ClaimsPrincipal user, IGrainFactory grains) =>
        request.Headers.TryGetValue(Header, out var header) && header.ToString() is { Length: > 0 and <= LengthMax } proof
            ? await grains.Proofs(user).GetPurposeAsync(user.SessionId(), proof)
            : null;

    public static async Task<bool> IsGivenAsync(HttpRequest request, ClaimsPrincipal user, IGrainFactory grains, string purpose) =>
        await PurposeAsync(request, user, grains) == purpose;

    public static ProblemHttpResult Require(HttpContext context, string purpose) => SignInEndpoints.Unauthorized(
        context,
        Required,
        new(
            "This asks for a fresh proof: POST /api/v1/auth/proofs with this purpose sends a code by SMS.",
            "Подтвердите действие кодом из SMS: его отправит запрос POST /api/v1/auth/proofs с этой целью (purpose)."),
        new() { ["purpose"] = purpose });

    public static IProofGrain Proofs(this IGrainFactory grains, ClaimsPrincipal user) =>
        grains.GetGrain<IProofGrain>(GrainKeys.Proof(user.SubscriberId()));
}

/// <summary>On a route that asks for a fresh proof.</summary>
internal sealed record RequiresFreshProof(string Purpose);
