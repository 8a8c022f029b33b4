namespace Cashback.Benchmarks.Postbacks;

/// <summary>The table, the ratios and the bars, in Markdown.</summary>
internal static class PostbacksReport
{
    public static string Write(PostbacksOptions options, IReadOnlyList<Measured> measured, string settings)
    {
        var text = new Markdown();
        text.Line(settings);
        text.Line($"{options.Postbacks} postbacks a run after rounds of {options.WarmUp} to warm up until nothing hot is left to compile, {options.Subscribers} subscribers, {options.Stores} stores, ",
            $"{(options.Cold ? "activations cold" : "subscribers awake, as they are under this load for more than a minute")}. ",
            $"After each run every balance was what the messages lead to.{(options.Rounds > 1 ? $" Each line is the median of {options.Rounds} runs, the systems in turn." : "")}");
        text.Line();
        text.Line($"| system | mix | connections | accepted/s | drained/s | p50 ms | p99 ms | max ms | service µs | database µs | allocated KB | log bytes | stored bytes | round trips | GC pause % | rounds of warm-up | compiling % |");
        text.Line($"| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var one in measured)
        {
            text.Line($"| {one.Variant.Name} | {Name(one.Mix)} | {one.Connections} | {one.Accepted:0} | {one.Drained:0} | {one.P50:0.0} | {one.P99:0.0} | {one.Max:0} ",
                $"| {one.ServiceMicrosecondsEach:0} | {one.DatabaseMicrosecondsEach:0} | {one.AllocatedEach / 1024:0.0} | {one.LogBytesEach:0} | {one.StoredBytesEach:0} | {one.RoundTripsEach:0.00} | {one.GcShare * 100:0.0} | {one.WarmUpRounds} | {one.CompilingShare * 100:0.0} |");
        }

        text.Line();
        text.Line($"µs: processor time for one postback, its background work included; the load generator took {measured.Average(one => one.LoadMicrosecondsEach):0} µs of the same ",
            $"processors for each. Round trips: commands and batches that Npgsql sent. Log: PostgreSQL's write-ahead log. ",
            "Stored: what the database grew by, room for later updates included.");
        text.Line();
        PostbacksBars.Add(text, measured);
        if (measured.Where(one => one.Variant == Variant.Grouped && one.Mix == Mix.Uniform).MaxBy(one => one.Connections == 64)
            is { } grouped)
        {
            text.Line();
            Capacity.Add(text, grouped);
        }

        return text.ToString();
    }

    public static string Name(Mix mix) => mix.ToString().ToLowerInvariant();
}
