using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Cashback.Silo.Hosting;

public static class SiloTelemetry
{
    /// <summary>Traces and metrics by OTLP where an endpoint is configured, for a process that is a silo and nothing else.</summary>
    public static void AddSiloTelemetry(this IHostApplicationBuilder builder)
    {
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is null or "")
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource("Microsoft.Orleans.Application", "Microsoft.Orleans.Storage", "Npgsql").AddMask().AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.Orleans", "Npgsql", "Cashback").AddOtlpExporter());
    }
}
