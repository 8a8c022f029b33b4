using System.Net;
using System.Net.Http.Json;
using Cashback.Api.Tests.Operations;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Api.Tests.Postbacks;

/// <summary>A partner that sends too much is limited alone.</summary>
public sealed class FloodTests
{
    [Fact]
    public async Task Flood_of_unknown_clicks_is_limited_and_neither_the_networks_orders_nor_other_networks_are()
    {
        await using var api = await TestApi.StartAsync("Cashback:Facade:Limits:UnattributablePerSecond=4");
        var other = await Partner.MakeAsync(api, "second");
        var clicked = await Clicked.ByAsync(api);
        var theirs = await Clicked.ByAsync(api, "second");

        var flood = Enumerable.Range(0, 300).Select(n => api.PostbackAsync(clicked.Message(("subid", $"forged-{n}")))).ToList();
        var orders = Enumerable.Range(0, 20).Select(_ => api.PostbackAsync(clicked.Message()).OutcomeAsync()).ToList();
        var strangers = Enumerable.Range(0, 20).Select(n => other.SendAsync(theirs.Message(("subid", $"forged-{n}"))).OutcomeAsync()).ToList();
        Assert.All(await Task.WhenAll(orders), outcome => Assert.Equal("200", outcome));
        Assert.All(await Task.WhenAll(strangers), outcome => Assert.Equal("200", outcome));

        var refused = 0;
        foreach (var response in await Task.WhenAll(flood))
        {
            if (response.StatusCode != HttpStatusCode.OK)
            {
                refused++;
                Assert.Equal("429 too-many-unattributable", await response.OutcomeAsync());
                Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
            }

            response.Dispose();
        }

        // What was answered 200 is there, and nothing else.
        Assert.InRange(refused, 100, 260);
        using var operations = api.Operator();
        using var summary = await operations.GetAsync("/ops/v1/quarantine/summary");
        var open = (await summary.JsonAsync()).GetProperty("items").EnumerateArray()
            .ToDictionary(item => item.GetProperty("network").GetString()!, item => item.GetProperty("open").GetInt32());
        Assert.Equal((300 - refused, 20), (open["admitad"], open["second"]));
    }

    [Fact]
    public async Task Flood_of_orders_from_one_network_leaves_the_other_served()
    {
        await using var api = await TestApi.StartAsync("Cashback:Facade:Limits:PostbacksPerSecond=40");
        var other = await Partner.MakeAsync(api, "second");
        var clicked = await Clicked.ByAsync(api);
        var theirs = await Clicked.ByAsync(api, "second");

        var flood = Enumerable.Range(0, 400).Select(_ => api.PostbackAsync(clicked.Message()).OutcomeAsync()).ToList();
        for (var n = 0; n < 20; n++)
        {
            Assert.Equal("200", await other.SendAsync(theirs.Message()).OutcomeAsync());
        }

        var outcomes = (await Task.WhenAll(flood)).CountBy(outcome => outcome).ToDictionary();
        Assert.Equal(["200", "429 too-many-requests"], outcomes.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Full_quarantine_refuses_what_is_new_loses_nothing_and_takes_more_once_some_was_dropped()
    {
        const int Max = 5;
        await using var api = await TestApi.StartAsync($"Cashback:Facade:Limits:QuarantinedMax={Max}");
        var other = await Partner.MakeAsync(api, "second");
        var clicked = await Clicked.ByAsync(api);
        var forged = Enumerable.Range(0, 40).Select(n => clicked.Message(("subid", $"forged-{n}"))).ToList();
        using var operations = api.Operator();

        var outcomes = await Task.WhenAll(
            forged.Select(async message => (Message: message, Outcome: await api.PostbackAsync(message).OutcomeAsync())));
        var (kept, refused) = (outcomes.Where(one => one.Outcome == "200").ToList(), outcomes.Where(one => one.Outcome != "200").ToList());
        Assert.Equal(Max, kept.Count);
        Assert.All(refused, one => Assert.Equal("429 quarantine-full", one.Outcome));
        using (var again = await api.PostbackAsync(refused[0].Message))
        {
            Assert.InRange(again.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 60, 3_600);
        }

        // What is there stays known, and neither orders nor others are kept waiting.
        Assert.Equal("200", await api.PostbackAsync(kept[0].Message).OutcomeAsync());
        Assert.Equal("200", await api.PostbackAsync(clicked.Message()).OutcomeAsync());
        Assert.Equal("200", await other.SendAsync(clicked.Message(("subid", "forged"))).OutcomeAsync());
        var answers = await Batch.SendAsync(
            api, Batch.LineOf(refused[0].Message), Batch.LineOf(clicked.Message()), Batch.LineOf(kept[0].Message),
            Batch.LineOf(refused[1].Message));
        Assert.Equal(["1 retry", "2 applied", "3 quarantined", "4 retry"], answers.Select(Batch.Said));
        Assert.Equal("urn:cashback:problem:quarantine-full", answers[0].GetProperty("error").GetProperty("type").GetString());
        Assert.Equal((Max, 1), await OpenAsync());
        Assert.Single(api.Logs.Lines, line => line.Contains("The quarantine of admitad is full", StringComparison.Ordinal));

        using var dropped = await operations.PostAsJsonAsync(
            "/ops/v1/quarantine/runs", new { action = "drop", network = "admitad", reason = "Forged." });
        Assert.Equal("202", await dropped.OutcomeAsync());
        await Eventually.TrueAsync(async () => await api.PostbackAsync(refused[0].Message).OutcomeAsync() == "200", "there is room again");
        Assert.Equal("200", await api.PostbackAsync(kept[0].Message).OutcomeAsync());
        Assert.Equal((1, 1), await OpenAsync());

        async Task<(int First, int Second)> OpenAsync()
        {
            using var summary = await operations.GetAsync("/ops/v1/quarantine/summary");
            var open = (await summary.JsonAsync()).GetProperty("items").EnumerateArray()
                .ToDictionary(item => item.GetProperty("network").GetString()!, item => item.GetProperty("open").GetInt32());
            return (open["admitad"], open["second"]);
        }
    }

    /// <summary>
    /// As many as CASHBACK_TEST_CLICKS says (a million takes minutes); each is kept, none stays in memory or fills the log.
    /// </summary>
    [Fact]
    public async Task Any_number_of_different_unknown_clicks_fills_neither_the_memory_nor_the_log()
    {
        var clicks = int.Parse(Environment.GetEnvironmentVariable("CASHBACK_TEST_CLICKS") ?? "2000", System.Globalization.CultureInfo.InvariantCulture);
        await using var api = await TestApi.StartAsync("Cashback:Facade:Limits:UnattributablePerSecond=1000000");
        using var request = await RawRequest.PostAsync(api, Batch.Address, Batch.Type);
        var nobody = new Clicked(null!, "none");
        var answered = 0;
        var reading = Task.Run(async () =>
        {
            Assert.Equal(200, await request.StatusAsync());
            while (await request.ReadLineAsync() is { } line)
            {
                Assert.Equal($"{++answered} quarantined", Batch.Said(Batch.Answers(line)[0]));
            }
        });
        for (var n = 0; n < clicks; n++)
        {
            await request.SendAsync(Batch.LineOf(nobody.Message(("subid", $"unknown-{n}"))) + "\n");
        }

        await request.EndAsync();
        await reading;
        Assert.Equal(clicks, answered);

        Assert.InRange(api.Logs.Lines.Count(line => line.Contains("in quarantine", StringComparison.Ordinal)), 1, 1 + (clicks / 1_000));
        var management = api.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        await Eventually.TrueAsync(
            async () => (await management.GetSimpleGrainStatistics())
                .Where(grain => grain.GrainType.Contains("QuarantineGrain", StringComparison.OrdinalIgnoreCase)).Sum(grain => grain.ActivationCount) < 50,
            "no quarantined message is kept in memory");
    }
}
