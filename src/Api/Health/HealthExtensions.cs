using System.Globalization;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cashback.Api.Health;

/// <summary><c>/health/live</c>: the process runs. <c>/health/ready</c>: it can do its work.</summary>
internal static class HealthExtensions
{
    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHealthChecks().AddCheck<Readiness>("grains");
        builder.Services.AddHostedService<DrainDelay>();
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", Answer(_ => false)).ExcludeFromDescription();
        app.MapHealthChecks("/health/ready", Answer(_ => true)).ExcludeFromDescription();
    }

    private static HealthCheckOptions Answer(Func<HealthCheckRegistration, bool> which) => new()
    {
        Predicate = which,
        ResponseWriter = (context, report) =>
        {
            if (report.Status is not HealthStatus.Healthy)
            {
                context.Response.Headers.RetryAfter = 2.ToString(CultureInfo.InvariantCulture);
            }

            return context.Response.WriteAsJsonAsync(new HealthBody(
                report.Status is HealthStatus.Healthy ? "ok" : "unavailable",
                report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Description ?? "ok")));
        },
    };

    private sealed record HealthBody(string Status, IReadOnlyDictionary<string, string> Checks);
}
