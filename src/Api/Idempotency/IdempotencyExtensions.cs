namespace Cashback.Api.Idempotency;

public static class IdempotencyExtensions
{
    /// <summary>
    /// The route takes an Idempotency-Key: the same key with the same body gives the first answer again, with another
    /// body 422. What the route calls must be safe to repeat: after a crash between effect and answer it runs again.
    /// </summary>
    public static TBuilder WithIdempotency<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(TakesIdempotencyKey.Instance);

    /// <summary>The same where the answer holds a secret: it is kept encrypted.</summary>
    public static TBuilder WithSecretIdempotency<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(TakesIdempotencyKey.ForSecrets);

    internal static void AddIdempotency(this WebApplicationBuilder builder) => builder.Services.AddSingleton<IdempotencyMiddleware>();

    internal static void UseIdempotency(this IApplicationBuilder app) => app.UseWhen(
        context => context.GetEndpoint()?.Metadata.GetMetadata<TakesIdempotencyKey>() is not null,
        branch => branch.UseMiddleware<IdempotencyMiddleware>());
}

/// <summary>On a route that takes an Idempotency-Key.</summary>
internal sealed record TakesIdempotencyKey(bool Secret)
{
    public static TakesIdempotencyKey Instance { get; } = new(Secret: false);

    public static TakesIdempotencyKey ForSecrets { get; } = new(Secret: true);
}
