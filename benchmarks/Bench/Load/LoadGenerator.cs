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
/// A process of its own that plays the networks: a closed loop over N connections, each with its own share of the stream.
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
        var samples = await Task.WhenAll(connections.Select((connection, number) => SendAllAsync(connection, shares[number])));
        var seconds = watch.Elapsed.TotalSeconds;
        var ended = DateTimeOffset.UtcNow;
        var ticks = samples.SelectMany(sample => sample.Ticks).Order().ToArray();
        return new(
            ticks.Length,
            seconds,
            Milliseconds(ticks, 0.50),
            Milliseconds(ticks, 0.99),
            Milliseconds(ticks, 1),
            samples.Sum(sample => sample.Wrong),
            samples.Select(sample => sample.FirstWrong).FirstOrDefault(wrong => wrong is not null),
            (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds,
            ended);
    }

    private static async Task<Samples> SendAllAsync(Connection connection, Postback[] share)
    {
        await Task.Yield();
        var samples = new Samples(share.Length);
        foreach (var postback in share)
        {
            var since = Stopwatch.GetTimestamp();
            samples.Add(since, await connection.SendAsync(postback.Request), postback.Applied);
        }

        return samples;
    }

    private static double Milliseconds(long[] sorted, double share) =>
        sorted.Length == 0
            ? 0
            : Stopwatch.GetElapsedTime(0, sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))]).TotalMilliseconds;
}

/// <summary>A part of a run: so many messages over all connections.</summary>
internal sealed record Phase(int Count, StreamSettings Stream)
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
