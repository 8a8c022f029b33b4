using Cashback.Api.Tests.Account;
using Cashback.Support;

namespace Cashback.Api.Tests.Operations;

/// <summary>What ops can see of messages.</summary>
public sealed class MessageOperationsTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Subscribers_messages_are_listed_newest_first_by_pages_without_number_and_text()
    {
        var anna = await _api.SignInAsync();
        for (var i = 0; i < 3; i++)
        {
            await _api.BuyAsync(anna);
        }

        using var operations = _api.Operator();
        var list = $"/ops/v1/subscribers/{anna.Tokens.SubscriberId}/messages";
        await Eventually.TrueAsync(async () => (await operations.ReadAsync(list)).Items().Count == 3, "all messages are noted");

        var all = (await operations.ReadAsync(list)).Items();
        var first = await operations.ReadAsync(list + "?limit=2");
        var second = await operations.ReadAsync($"{list}?limit=2&cursor={first.Text("nextCursor")}");

        Assert.All(all, message => Assert.Equal(("sent", "sms"), (message.Text("status"), message.Text("channel"))));
        Assert.Equal(all.Select(message => message.Text("id")), first.Items().Concat(second.Items()).Select(message => message.Text("id")));
        Assert.DoesNotContain(anna.Phone[3..], first.GetRawText(), StringComparison.Ordinal);
        var one = await operations.ReadAsync($"/ops/v1/messages/{all[0].Text("id")}");
        Assert.Equal(all[0].Text("template"), one.Text("template"));
        Assert.Equal("404 not-found", await operations.GetAsync($"/ops/v1/messages/{anna.Tokens.SubscriberId}-01").OutcomeAsync());
        Assert.Equal("404 not-found", await operations.GetAsync($"/ops/v1/messages/{anna.Tokens.SubscriberId}--1").OutcomeAsync());
    }

    [Fact]
    public async Task Message_or_subscriber_that_is_none_is_not_found()
    {
        using var operations = _api.Operator();
        var anna = await _api.SignInAsync();

        Assert.Equal("404 not-found", await operations.GetAsync("/ops/v1/messages/x").OutcomeAsync());
        Assert.Equal("404 not-found", await operations.GetAsync($"/ops/v1/messages/{anna.Tokens.SubscriberId}-99").OutcomeAsync());
        Assert.Equal("404 not-found", await operations.GetAsync("/ops/v1/subscribers/x/messages").OutcomeAsync());
        Assert.Equal("400 invalid-request", await operations.GetAsync($"/ops/v1/subscribers/{anna.Tokens.SubscriberId}/messages?cursor=x").OutcomeAsync());
    }

    [Fact]
    public async Task Budget_of_sms_is_shown_by_day()
    {
        using var operations = _api.Operator();

        var today = await operations.ReadAsync("/ops/v1/sms-budget?day=2026-01-01");

        Assert.Equal(("2026-01-01", 0), (today.Text("day"), today.GetProperty("drawn").GetInt64()));
        Assert.Equal("400 invalid-request", await operations.GetAsync("/ops/v1/sms-budget?day=tomorrow").OutcomeAsync());
    }
}
