using Cashback.Api.Telemetry;
using Cashback.Silo.Hosting;
using Cashback.Silo.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Cashback.Api.Hosting;

/// <summary>Logs as lines of JSON (as text in Development); traces and metrics by OTLP where an endpoint is configured.</summary>
internal static class TelemetryExtensions
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddMaskedConsole();
        builder.Services.AddSingleton<SecurityLog>();
        var logging = builder.Logging;
        // Request lines hold partners' keys and, in a query, phone numbers: ASP.NET's own lines about them stay off.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Orleans", LogLevel.Warning);
        logging.AddFilter("Polly", LogLevel.Warning);

        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is null or "")
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing
                .AddSource("Microsoft.Orleans.Application", "Microsoft.Orleans.Storage", "Npgsql")
                .AddAspNetCoreInstrumentation()
                .AddMask()
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddMeter("Microsoft.Orleans", "Npgsql", "Cashback")
                .AddAspNetCoreInstrumentation()
                .AddOtlpExporter());
    }
}
