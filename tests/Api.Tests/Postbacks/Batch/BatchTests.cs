using System.Net;
using System.Text.Json;
using Cashback.Support;

namespace Cashback.Api.Tests.Postbacks;

public sealed class BatchTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Lines_are_answered_in_order_and_a_bad_one_does_not_stop_the_others()
    {
        var clicked = await Clicked.ByAsync(_api);
        var good = clicked.Message();
        var answers = await Batch.SendAsync(
            _api,
            Batch.LineOf(good),
            "",
            "{\"admitad_id\":",
            Batch.LineOf(clicked.Message(("order_sum", "many"))),
            Batch.LineOf(clicked.Message(("subid", "newsletter"))),
            "[1]",
            "  " + Batch.LineOf(good) + " \r",
            "{\"payment_status\":\"" + new string('x', 70_000) + "\"}",
            Batch.LineOf(clicked.Message()));

        Assert.Equal(
            ["1 applied", "3 invalid", "4 invalid", "5 quarantined", "6 invalid", "7 unchanged", "8 invalid", "9 applied"], answers.Select(Batch.Said));
        Assert.Equal($"admitad:ozon:{good["admitad_id"]}", answers[0].GetProperty("purchaseId").GetString());
        var error = answers[2].GetProperty("error");
        Assert.Equal(
            ("urn:cashback:problem:invalid-request", "order_sum"), (error.GetProperty("type").GetString(), error.GetProperty("parameter").GetString()));
        Assert.Equal("unknown-click", answers[3].GetProperty("reason").GetString());
        using var operations = _api.Operator();
        Assert.Equal("200", await operations.GetAsync("/ops/v1/quarantine/" + answers[3].GetProperty("quarantineId").GetString()).OutcomeAsync());
    }

    [Fact]
    public async Task Repeated_batch_changes_nothing()
    {
        var clicked = await Clicked.ByAsync(_api);
        var lines = Enumerable.Range(0, 200).Select(_ => Batch.LineOf(clicked.Message(("order_sum", "100")))).ToArray();

        Assert.All(await Batch.SendAsync(_api, lines), answer => Assert.Equal("applied", answer.GetProperty("result").GetString()));
        Assert.All(await Batch.SendAsync(_api, lines), answer => Assert.Equal("unchanged", answer.GetProperty("result").GetString()));
        var me = await (await clicked.Subscriber.Client.GetAsync("/api/v1/me")).JsonAsync();
        Assert.Equal(1_000, me.GetProperty("balance").GetProperty("accruedThisMonth").GetInt64());
    }

    /// <summary>Admitad gives no time of its words, so their order in the batch is all there is; the last word counts.</summary>
    [Fact]
    public async Task Words_about_one_order_line_are_taken_in_their_order()
    {
        var clicked = await Clicked.ByAsync(_api);
        var messages = Enumerable.Range(0, 20).Select(_ => clicked.Message(("order_sum", "1000"))).ToList();
        var lines = messages.SelectMany(message => Enumerable.Range(0, 15).Select(word =>
        {
            var said = new Dictionary<string, string>(message) { ["payment_status"] = word % 2 == 0 ? "approved" : "pending" };
            return Batch.LineOf(said);
        })).ToArray();

        var answers = await Batch.SendAsync(_api, lines);
        Assert.Equal(Enumerable.Range(1, lines.Length), answers.Select(answer => answer.GetProperty("line").GetInt32()));
        foreach (var message in messages)
        {
            var timeline = (await clicked.PurchaseAsync($"admitad:ozon:{message["admitad_id"]}")).GetProperty("timeline");
            var statuses = timeline.EnumerateArray().Select(entry => entry.GetProperty("status").GetString()).ToList();
            var expected = Enumerable.Range(0, 15).Select(word => word % 2 == 0 ? "confirmed" : "pending");
            Assert.Equal(expected.Prepend("pending"), statuses);
        }
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/x-ndjson; charset=windows-1251")]
    public async Task Body_of_another_type_is_refused(string type)
    {
        using var response = await Batch.PostAsync(_api, new StringContent("{}"), type: type);
        Assert.Equal("415 unsupported-media-type", await response.OutcomeAsync());
    }

    [Theory]
    [InlineData("application/x-ndjson; charset=utf-8")]
    [InlineData("application/jsonl")]
    [InlineData("application/x-jsonlines")]
    public async Task Body_of_nothing_is_answered_with_nothing(string type)
    {
        using var response = await Batch.PostAsync(_api, new StringContent("\uFEFF\n\n  \n"), type: type);
        Assert.Equal("200", await response.OutcomeAsync());
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    /// <summary>The body never comes, so an answer can only come from not having waited for it.</summary>
    [Fact]
    public async Task Wrong_key_is_refused_before_the_body_is_read()
    {
        using var request = await RawRequest.PostAsync(_api, "/postbacks/admitad/wrong-key/batch", Batch.Type);
        Assert.Equal(401, await request.StatusAsync());
    }

    [Fact]
    public async Task Line_is_answered_while_the_batch_goes_on()
    {
        var clicked = await Clicked.ByAsync(_api);
        using var request = await RawRequest.PostAsync(_api, Batch.Address, Batch.Type);
        for (var line = 1; line <= 3; line++)
        {
            await request.SendAsync(Batch.LineOf(clicked.Message()) + "\n");
            if (line == 1)
            {
                Assert.Equal(200, await request.StatusAsync());
            }

            Assert.Equal($"{line} applied", Batch.Said(Batch.Answers((await request.ReadLineAsync())!)[0]));
        }

        await request.EndAsync();
        Assert.Null(await request.ReadLineAsync());
    }

    /// <summary>What is read but not answered is bounded: a sender that does not read is held up, however much it has to send.</summary>
    [Fact]
    public async Task Sender_that_does_not_read_its_answers_is_held_up_and_nothing_is_lost()
    {
        const int ManyLines = 4_000_000;
        const string NotAMessage = "{\"status\":1}\n";
        using var request = await RawRequest.PostAsync(_api, Batch.Address, Batch.Type);
        var sent = 0;
        var piece = string.Concat(Enumerable.Repeat(NotAMessage, 1_000));
        var held = false;
        while (!held && sent < ManyLines)
        {
            var sending = request.SendAsync(piece);
            held = await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(2))) != sending;
            sent += 1_000;
            if (held)
            {
                var reading = ReadAllAsync(request);
                await sending;
                await request.EndAsync();
                Assert.Equal(sent, await reading);
            }
        }

        Assert.True(held, "Everything was taken though nothing was read.");
    }

    [Fact]
    public async Task While_the_store_is_away_lines_are_to_be_sent_again_and_later_words_do_not_overtake_earlier_ones()
    {
        await using var api = await TestApi.StartAsync();
        var clicked = await Clicked.ByAsync(api);
        var held = clicked.Message(("order_sum", "1000"));
        var onHold = new Dictionary<string, string>(held) { ["payment_status"] = "pending" };
        await Batch.SendAsync(api, Batch.LineOf(held));
        using var request = await RawRequest.PostAsync(api, Batch.Address, Batch.Type);

        // The store is away for one line only; the later word about the same order line has to wait for it all the same.
        await request.SendAsync(Batch.LineOf(clicked.Message()) + "\n");
        Assert.Equal(200, await request.StatusAsync());
        Assert.Equal("1 applied", Batch.Said(Batch.Answers((await request.ReadLineAsync())!)[0]));
        api.Faults.Away = true;
        await request.SendAsync(Batch.LineOf(onHold) + "\n");
        Assert.Equal("2 retry", Batch.Said(Batch.Answers((await request.ReadLineAsync())!)[0]));
        api.Faults.Away = false;
        await request.SendAsync($"{Batch.LineOf(held)}\n{Batch.LineOf(clicked.Message())}\n");
        await request.EndAsync();
        Assert.Equal("3 retry", Batch.Said(Batch.Answers((await request.ReadLineAsync())!)[0]));
        Assert.Equal("4 applied", Batch.Said(Batch.Answers((await request.ReadLineAsync())!)[0]));
        Assert.Equal(["1 applied", "2 applied"], (await Batch.SendAsync(api, Batch.LineOf(onHold), Batch.LineOf(held))).Select(Batch.Said));

        // Away for good: the batch does not go on trying for ever, and says from where on nothing was looked at.
        var lines = Enumerable.Range(0, 2_000).Select(_ => Batch.LineOf(clicked.Message(("subid", "newsletter")))).ToArray();
        using var endless = await RawRequest.PostAsync(api, Batch.Address, Batch.Type);
        await endless.SendAsync(Batch.LineOf(clicked.Message()) + "\n");
        Assert.Equal(200, await endless.StatusAsync());
        Assert.Equal("1 applied", Batch.Said(Batch.Answers((await endless.ReadLineAsync())!)[0]));
        api.Faults.Away = true;
        await endless.SendAsync(string.Concat(lines.Select(line => line + "\n")));
        var answers = new List<JsonElement>();
        while (await endless.ReadLineAsync() is { } answered)
        {
            answers.AddRange(Batch.Answers(answered));
        }

        var last = answers[^1];
        Assert.Equal("stopped", last.GetProperty("result").GetString());
        Assert.Equal("urn:cashback:problem:store-unavailable", last.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(answers.Count + 1, last.GetProperty("line").GetInt32());
        Assert.InRange(answers.Count, 10, 1_000);
        Assert.All(answers.SkipLast(1), answer => Assert.Equal("retry", answer.GetProperty("result").GetString()));

        api.Faults.Away = false;
        Assert.All(await Batch.SendAsync(api, lines[..10]), answer => Assert.Equal("quarantined", answer.GetProperty("result").GetString()));
    }

    [Fact]
    public async Task Batch_in_an_outage_is_answered_503_and_leaves_its_place_to_the_next()
    {
        await using var api = await TestApi.StartAsync("Cashback:Facade:Limits:BatchesAtOnce=1");
        var clicked = await Clicked.ByAsync(api);
        var lines = string.Join('\n', Enumerable.Range(0, 200).Select(_ => Batch.LineOf(clicked.Message(("order_sum", "100")))));
        api.Faults.Away = true;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var refused = await Batch.PostAsync(api, new StringContent(lines));
            Assert.Equal("503 store-unavailable", await refused.OutcomeAsync());
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        // The only place is taken by a batch that does not get on: that is no reason to say that there are too many.
        api.Faults.Away = false;
        using var first = await RawRequest.PostAsync(api, Batch.Address, Batch.Type);
        await first.SendAsync(Batch.LineOf(clicked.Message()) + "\n");
        Assert.Equal(200, await first.StatusAsync());
        await first.ReadLineAsync();
        api.Faults.Away = true;
        await first.SendAsync(Batch.LineOf(clicked.Message()) + "\n");
        Assert.Equal("2 retry", Batch.Said(Batch.Answers((await first.ReadLineAsync())!)[0]));
        Assert.Equal("503 store-unavailable", await Batch.PostAsync(api, new StringContent(lines)).OutcomeAsync());

        api.Faults.Away = false;
        await first.EndAsync();
        await Eventually.TrueAsync(
            async () => (await Batch.PostAsync(api, new StringContent(lines))).StatusCode == HttpStatusCode.OK, "there is room again");
    }

    [Fact]
    public async Task Batches_are_limited_for_each_network_alone()
    {
        await using var api = await TestApi.StartAsync("Cashback:Facade:Limits:BatchesAtOnce=1");
        var clicked = await Clicked.ByAsync(api);
        using var first = await RawRequest.PostAsync(api, Batch.Address, Batch.Type);
        await first.SendAsync(Batch.LineOf(clicked.Message()) + "\n");
        Assert.Equal(200, await first.StatusAsync());

        using var second = await Batch.PostAsync(api, new StringContent(""));
        Assert.Equal("429 too-many-batches", await second.OutcomeAsync());
        Assert.NotNull(second.Headers.RetryAfter);
        Assert.Equal("200", await api.PostbackAsync(clicked.Message()).OutcomeAsync());

        await first.EndAsync();
        await Eventually.TrueAsync(
            async () => (await Batch.PostAsync(api, new StringContent(""))).StatusCode == HttpStatusCode.OK, "there is room again");
    }

    private static async Task<int> ReadAllAsync(RawRequest request)
    {
        Assert.Equal(200, await request.StatusAsync());
        var count = 0;
        while (await request.ReadLineAsync() is not null)
        {
            count++;
        }

        return count;
    }
}
