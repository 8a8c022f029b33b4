using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Idempotency;
using Cashback.Subscribers;

namespace Cashback.Api.Idempotency;

public static class IdempotencyExtensions
{
    /// <summary>
    /// The route takes an Idempotency-Key: the same key with the same query and body gives the first answer again,
    /// with another one 422. What the route calls must be safe to repeat: after a crash between effect and answer it runs again.
    /// </summary>
    public static TBuilder WithIdempotency<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(TakesIdempotencyKey.Instance);

    /// <summary>The same where the answer holds a secret: it is kept encrypted.</summary>
    public static TBuilder WithSecretIdempotency<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(TakesIdempotencyKey.ForSecrets);

    /// <summary>The request ends the sign-in that it comes with; its answer, once given, is given again all the same.</summary>
    public static TBuilder EndsSignIn<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(SignInEnds.Instance);

    internal static void AddIdempotency(this WebApplicationBuilder builder) => builder.Services.AddSingleton<IdempotencyMiddleware>();

    internal static void UseIdempotency(this WebApplication app) => app.UseWhen(
        context => context.GetEndpoint()?.Metadata.GetMetadata<TakesIdempotencyKey>() is not null,
        branch => branch.UseMiddleware<IdempotencyMiddleware>());
}

/// <summary>On a route that takes an Idempotency-Key.</summary>
internal sealed record TakesIdempotencyKey(bool Secret)
{
    public static TakesIdempotencyKey Instance { get; } = new(Secret: false);

    public static TakesIdempotencyKey ForSecrets { get; } = new(Secret: true);
}

/// <summary>On a route after which its caller is not signed in any more.</summary>
internal sealed record SignInEnds
{
    public static SignInEnds Instance { get; } = new();

    /// <summary>
    /// Whether this is such a request, and it was done before: its answer is kept, or the process died that was to keep it. Nothing is
    /// done anew then.
    /// </summary>
    public static async Task<bool> IsAnsweredAsync(HttpContext context, ClaimsPrincipal caller, IGrainFactory grains) =>
        context.GetEndpoint()?.Metadata.GetMetadata<SignInEnds>() is not null
        && context.Request.Headers.TryGetValue(IdempotencyKey.Header, out var header)
        && IdempotencyKey.Read(header.ToString()) is { } key
        && (await grains.GetGrain<IIdempotencyGrain>(IdempotencyKey.GrainKeyOf(caller, context.Request, key)).IsAnsweredAsync()
            || await grains.GetGrain<ISubscriberAccountGrain>(GrainKeys.Subscriber(caller.SubscriberId())).LeftByAsync(
                IdempotencyKey.RequestIdOf(key)));
}
