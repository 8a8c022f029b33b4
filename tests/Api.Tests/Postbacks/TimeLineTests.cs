using System.Net.Http.Json;
using Cashback.Api.Tests.Reconciliations;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Api.Tests.Postbacks;

/// <summary>Pushes, reports and replays lie on one time line.</summary>
public sealed class TimeLineTests
{
    private const string Header = "action_id;status;cart;currency;order_id;subid;status_updated\n";

    [Fact]
    public async Task A_report_row_older_than_a_push_does_not_override_it()
    {
        await using var api = await TestApi.StartAsync();
        using var operations = api.Operator();
        var clicked = await Clicked.ByAsync(api);
        var declined = clicked.Message(("payment_status", "declined"), ("order_sum", "1000"));
        await api.PostbackAsync(declined).OutcomeAsync();
        var firstDay = Now(api);
        await api.AdvanceAsync(TimeSpan.FromDays(1));
        await api.PostbackAsync(new Dictionary<string, string>(declined) { ["payment_status"] = "approved" }).OutcomeAsync();
        await api.AdvanceAsync(TimeSpan.FromDays(1));

        await Report.RunAsync(operations, Header + Row(declined, "declined", firstDay));
        Assert.Equal("confirmed", await StatusAsync(api, clicked, declined));

        await Report.RunAsync(operations, Header + Row(declined, "declined", Now(api)));
        Assert.Equal("reversed", await StatusAsync(api, clicked, declined));
    }

    [Fact]
    public async Task A_replayed_message_counts_by_its_first_arrival()
    {
        await using var api = await TestApi.StartAsync();
        using var operations = api.Operator();
        var clicked = await Clicked.ByAsync(api);
        var first = clicked.Message(("currency", "XTS"), ("order_sum", "10"));
        using var kept = await api.PostbackAsync(first);
        var id = (await kept.JsonAsync()).GetProperty("quarantineId").GetString();
        await api.PostbackAsync(new Dictionary<string, string>(first) { ["currency"] = "RUB", ["order_sum"] = "1000", ["payment_status"] = "declined" }).OutcomeAsync();
        using var rate = await operations.PutAsJsonAsync($"/ops/v1/exchange-rates/{Now(api):yyyy-MM-dd}", new Dictionary<string, string> { ["XTS"] = "90" });
        Assert.True(rate.IsSuccessStatusCode);

        using var replayed = await operations.PostAsync($"/ops/v1/quarantine/{id}/replay", null);

        Assert.Equal("unchanged", (await replayed.JsonAsync()).GetProperty("lastReplay").GetProperty("result").GetString());
        Assert.Equal("declined", await StatusAsync(api, clicked, first));
    }

    private static DateTimeOffset Now(TestApi api) => api.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private static string Row(Dictionary<string, string> message, string status, DateTimeOffset at) =>
        $"{message["admitad_id"]};{status};1000;RUB;{message["order_id"]};{message["subid"]};{at.ToOffset(TimeSpan.FromHours(3)):yyyy-MM-dd HH:mm:ss}\n";

    /// <summary>
    /// By a new sign-in: days may have passed since the last one, and another code is sent a minute later at the earliest.
    /// </summary>
    private static async Task<string> StatusAsync(TestApi api, Clicked clicked, Dictionary<string, string> message)
    {
        await api.AdvanceAsync(TimeSpan.FromMinutes(2));
        var subscriber = await api.SignInAsync(clicked.Subscriber.Phone);
        var purchase = await (clicked with { Subscriber = subscriber }).PurchaseAsync($"admitad:ozon:{message["admitad_id"]}");
        return purchase.GetProperty("status").GetString()!;
    }
}
