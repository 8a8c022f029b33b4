using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Cashback.Benchmarks.Load;

/// <param name="Seconds">From the first message to the last answer.</param>
/// <param name="P50">Milliseconds, like all of these.</param>
/// <param name="Wrong">Answers other than the stream leads to.</param>
internal sealed record LoadResult(
    int Count, double Seconds, double P50, double P99, double Max, int Wrong, string? FirstWrong, double CpuSeconds, DateTimeOffset Ended);

/// <summary>
/// A process of its own that plays the networks: N connections, each with its own share of the stream.
/// Reads a line of settings, sends, writes a line of result; then the next line.
/// </summary>
internal static class LoadGenerator
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var server = IPEndPoint.Parse(arguments[0]);
        var connections = Enumerable.Range(
            0, int.Parse(arguments[1], CultureInfo.InvariantCulture)).Select(_ => new Connection(server)).ToArray();
        await Task.WhenAll(connections.Select(connection => connection.OpenAsync()));
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var phase = JsonSerializer.Deserialize<Phase>(line)!;
            Console.WriteLine(JsonSerializer.Serialize(await RunAsync(phase, connections)));
        }

        return 0;
    }

    private static async Task<LoadResult> RunAsync(Phase phase, Connection[] connections)
    {
        var shares = phase.Shares(connections.Length, new Expectation(phase.Stream.Subscribers)).ToArray();
        GC.Collect();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var pace = new Pace(phase.PerSecond);
        var samples = await Task.WhenAll(connections.Select((connection, number) => SendAllAsync(connection, pace, shares[number])));
        var seconds = watch.Elapsed.TotalSeconds;
        var ended = DateTimeOffset.UtcNow;
        var times = new Latencies(samples.SelectMany(sample => sample.Ticks));
        return new(
            times.Count,
            seconds,
            times.P50,
            times.P99,
            times.Max,
            samples.Sum(sample => sample.Wrong),
            samples.Select(sample => sample.FirstWrong).FirstOrDefault(wrong => wrong is not null),
            (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds,
            ended);
    }

    private static async Task<Samples> SendAllAsync(Connection connection, Pace pace, Postback[] share)
    {
        await Task.Yield();
        var samples = new Samples(share.Length);
        foreach (var postback in share)
        {
            var since = await pace.NextAsync();
            samples.Add(since, await connection.SendAsync(postback.Request), postback.Applied);
        }

        return samples;
    }
}

/// <summary>A part of a run: so many messages over all connections.</summary>
/// <param name="PerSecond">Over all connections; null: each sends its next message when it has the answer.</param>
internal sealed record Phase(int Count, StreamSettings Stream, double? PerSecond = null)
{
    private const long LinesOfOneConnection = 1_000_000;

    /// <summary>The same for every service: what each connection sends depends on the settings alone.</summary>
    public IEnumerable<Postback[]> Shares(int connections, Expectation expectation)
    {
        for (var number = 0; number < connections; number++)
        {
            var stream = new PostbackStream(
                Stream with { Seed = Stream.Seed * 1_000 + number, FirstLine = Stream.FirstLine + number * LinesOfOneConnection },
                expectation);
            var share = new Postback[Count / connections + (number < Count % connections ? 1 : 0)];
            for (var n = 0; n < share.Length; n++)
            {
                share[n] = stream.Next();
            }

            yield return share;
        }
    }
}
