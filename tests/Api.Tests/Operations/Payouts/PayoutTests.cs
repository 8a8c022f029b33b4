using Cashback.Api.Tests.Account;
using Cashback.Gateways;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Api.Tests.Operations;

public sealed class PayoutTests(SharedApi shared)
{
    [Fact]
    public async Task Stuck_payout_is_listed_until_asking_again_pays_it_once()
    {
        await using var api = await TestApi.StartAsync();
        var billing = api.Services.GetRequiredService<SandboxControls>().Billing;
        using var op = api.Operator();
        var signedIn = await api.SignInAsync();
        await api.BuyAsync(signedIn, "2000");
        Assert.Empty((await op.ReadAsync("/ops/v1/payouts")).Items());

        billing.FailNext(int.MaxValue);
        await api.AdvanceAsync(TimeSpan.FromDays(35));
        var stuck = Assert.Single((await op.ReadAsync("/ops/v1/payouts?stuck=true")).Items());
        Assert.Equal(("asking", 100, signedIn.Tokens.SubscriberId), (stuck.Text("status"), stuck.Number("amount"), stuck.Text("subscriberId")));
        Assert.Empty((await op.ReadAsync("/ops/v1/payouts?stuck=false")).Items());

        var retry = new Uri($"/ops/v1/payouts/{stuck.Text("id")}/retry", UriKind.Relative);
        using (var unanswered = await op.PostAsync(retry, null))
        {
            Assert.Equal("asking", (await unanswered.JsonAsync()).Text("status"));
        }

        billing.FailNext(0);
        var calls = billing.Calls;
        using (var paid = await op.PostAsync(retry, null))
        {
            Assert.Equal("paid", (await paid.JsonAsync()).Text("status"));
        }

        using (var again = await op.PostAsync(retry, null))
        {
            Assert.Equal("paid", (await again.JsonAsync()).Text("status"));
        }

        Assert.Equal(calls + 1, billing.Calls);
        Assert.Empty((await op.ReadAsync("/ops/v1/payouts")).Items());
        var account = await op.ReadAsync($"/ops/v1/subscribers/{signedIn.Tokens.SubscriberId}");
        Assert.Equal((0, 0), (account.GetProperty("balance").Number("inPayout"), account.GetProperty("balance").Number("available")));
    }

    [Theory]
    [InlineData("stuck=yes", "stuck")]
    [InlineData("limit=0", "limit")]
    public async Task List_that_can_not_be_meant_is_refused(string query, string field)
    {
        using var op = shared.Api.Operator();
        using var response = await op.GetAsync(new Uri($"/ops/v1/payouts?{query}", UriKind.Relative));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
    }

    [Fact]
    public async Task Unknown_payout_can_not_be_asked_for_again()
    {
        using var op = shared.Api.Operator();
        Assert.Equal("404 not-found", await op.PostAsync(new Uri("/ops/v1/payouts/nothing/retry", UriKind.Relative), null).OutcomeAsync());
    }
}
