using System.Diagnostics.Metrics;
using System.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cashback.Benchmarks;

/// <summary>What a measured service tells of itself.</summary>
/// <param name="Messages">Sent to subscribers so far.</param>
/// <param name="RoundTrips">Commands and batches that the driver has sent to the database so far.</param>
/// <param name="CompilingMs">Time that the runtime's compiler has taken so far, over all threads.</param>
public sealed record ServiceState(
    long AllocatedBytes, double GcPauseMs, long Messages, long RoundTrips, long HeapBytes, int Gen2, double CompilingMs)
{
    /// <summary>Together with another process of the same service.</summary>
    public ServiceState With(ServiceState other) => new(
        AllocatedBytes + other.AllocatedBytes,
        GcPauseMs + other.GcPauseMs,
        Messages + other.Messages,
        RoundTrips + other.RoundTrips,
        HeapBytes + other.HeapBytes,
        Gen2 + other.Gen2,
        CompilingMs + other.CompilingMs);
}

/// <summary>Counters of a measured service, and the addresses at which the command asks for them.</summary>
public sealed class BenchCounters : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _messages;
    private long _roundTrips;

    public BenchCounters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Npgsql" && instrument.Name == "db.client.operation.duration")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _roundTrips));
        _listener.Start();
    }

    /// <summary>The gateway of all that are measured: it counts.</summary>
    public void MessageSent() => Interlocked.Increment(ref _messages);

    public ServiceState Read() => new(
        GC.GetTotalAllocatedBytes(),
        GC.GetTotalPauseDuration().TotalMilliseconds,
        Volatile.Read(ref _messages),
        Volatile.Read(ref _roundTrips),
        GC.GetGCMemoryInfo().HeapSizeBytes,
        GC.CollectionCount(2),
        JitInfo.GetCompilationTime().TotalMilliseconds);

    public void Map(WebApplication app)
    {
        app.MapGet("/bench/state", () => TypedResults.Json(Read()));
        app.MapPost("/bench/collect", () =>
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return TypedResults.Json(Read() with { HeapBytes = GC.GetTotalMemory(forceFullCollection: false) });
        });
    }

    public void Dispose() => _listener.Dispose();
}
