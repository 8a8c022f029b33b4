namespace Cashback.Api.Postbacks;

internal static class PostbackExtensions
{
    public static void AddPostbacks(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<NetworkAccessCache>();
        services.AddSingleton<ArrivalClock>();
        services.AddSingleton<PartnerLimits>();
        services.AddSingleton<PartnerMetrics>();
        services.AddSingleton<QuarantineCapacity>();

        // Lines are held back by the machine's clock, which nobody can move.
        services.AddSingleton(provider => new QuarantineLog(provider.GetRequiredService<ILogger<QuarantineLog>>(), TimeProvider.System));
        services.AddSingleton<PostbackQuarantine>();
        services.AddHostedService<QuarantineGauges>();
        services.AddSingleton<PostbackIntake>();
        services.AddSingleton<PostbackBatch>();
    }
}
