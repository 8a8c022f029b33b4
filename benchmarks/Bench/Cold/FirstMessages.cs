using Cashback.Benchmarks.Load;
using Cashback.Benchmarks.Machine;
using Cashback.Clicks;

namespace Cashback.Benchmarks.Cold;

/// <summary>What the first messages about some subscribers took.</summary>
/// <param name="Others">Of the load beside them, its p99; null: there was none.</param>
internal sealed record FirstMessage(string Who, int? Purchases, Latencies Times, double? RoundTrips, double? Others)
{
    private const double Bar = 5;

    public static void Write(Markdown text, IReadOnlyList<FirstMessage> measured)
    {
        text.Line("| subscribers | purchases | beside | messages | p50 ms | p99 ms | max ms | round trips | p99 ms of the load | p50, p99 ≤ 5 ms |");
        text.Line("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (var one in measured)
        {
            var barred = one is { Who: "asleep", Others: not null };
            text.Line(
                $"| {one.Who} | {one.Purchases} | {(one.Others is null ? "alone" : "half load")} | {one.Times.Count} ",
                $"| {one.Times.P50:0.0} | {one.Times.P99:0.0} | {one.Times.Max:0} | {one.RoundTrips:0.00} | {one.Others:0.0} ",
                $"| {(barred ? $"{Met(one.Times.P50)}, {Met(one.Times.P99)}" : "")} |");
        }

        text.Line();
        text.Line(
            "Round trips: commands that Npgsql sent for one message, its background work included; what the sleeping have more than the ",
            "awake is the read of the record. Under load they are shared with other messages and can't be told apart.");
    }

    private static string Met(double milliseconds) => milliseconds <= Bar ? "yes" : "**no**";
}

/// <summary>Sends one new order for each of some subscribers, alone or beside a load that takes half of the machine.</summary>
internal sealed class FirstMessages(Service service, LoadProcess load, double loadPerSecond)
{
    private const long FirstLine = 800_000_000_000;

    /// <summary>Of first messages; with 1 500 purchases to read each, so few that the load stays what it is.</summary>
    private const double PerSecond = 50;
    private const double PerSecondOfMuch = 5;
    private const int Much = 100;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private readonly ClickIds _clicks = new(Population.Secrets.ClickIds.All, Population.Secrets.ClickIds.Current);
    private long _line = FirstLine;
    private int _round = 100;

    /// <param name="from">The first of the subscribers.</param>
    /// <param name="phase">Makes a part of the load: round, messages, messages a second.</param>
    public async Task<FirstMessage> MeasureAsync(
        string who, int? purchases, int from, int count, bool alone, Func<int, int, double?, Phase> phase)
    {
        using var requests = await Requests.OpenAsync(service.Port, alone ? 1 : 4);
        var numbers = Enumerable.Range(from, count).ToArray();
        if (alone)
        {
            var before = (await service.StateAsync()).RoundTrips;
            var times = (await requests.SendAsync(numbers, Order, "\"result\":\"applied\"")).Times;
            await Task.Delay(Rest);
            return Tell(new(who, purchases, times, ((await service.StateAsync()).RoundTrips - before) / (double)count, null));
        }

        var rate = purchases > Much ? PerSecondOfMuch : PerSecond;
        var seconds = (count / rate) + (2 * Rest.TotalSeconds);
        var beside = load.RunAsync(phase(_round++, (int)(seconds * loadPerSecond), loadPerSecond));
        await Task.Delay(Rest);
        var measured = (await requests.SendAsync(numbers, Order, "\"result\":\"applied\"", rate)).Times;
        return Tell(new(who, purchases, measured, null, (await beside).P99));
    }

    private static FirstMessage Tell(FirstMessage measured)
    {
        Progress.Tell(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{measured.Who}, {measured.Purchases ?? 0} purchases, {(measured.Others is null ? "alone" : "half load")}: p50 {measured.Times.P50:0.0} ms, p99 {measured.Times.P99:0.0} ms"));
        return measured;
    }

    private byte[] Order(int subscriber)
    {
        var clickedAt = ClickIds.Truncate(DateTimeOffset.UtcNow.AddHours(-1));
        var line = Interlocked.Increment(ref _line);
        var click = _clicks.Make(Population.SubscriberId(subscriber), Population.StoreId(0), clickedAt);
        return AdmitadMessage.Write(line, 0, false, 1_000, click, clickedAt, "new");
    }
}
