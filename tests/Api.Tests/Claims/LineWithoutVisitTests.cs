using System.Globalization;
using System.Net.Http.Json;
using Cashback.Api.Tests.Account;
using Cashback.Support;
using Report = Cashback.Api.Tests.Reconciliations.Report;

namespace Cashback.Api.Tests.Claims;

/// <summary>A network's report has the order that a claim tells of, but not whose it is.</summary>
public sealed class LineWithoutVisitTests
{
    private const string Header = "action_id;status;cart;currency;order_id;action_date;subid\n";

    public static TheoryData<string, FaultPoint> Faults() =>
    [
        .. from state in (string[])["", StateNames.Claim, StateNames.ClaimedLine, StateNames.Subscriber]
           from point in Enum.GetValues<FaultPoint>()
           where state.Length > 0 || point == default
           select (state, point),
    ];

    [Theory, MemberData(nameof(Faults))]
    public async Task Only_claim_that_fits_gets_it_once_and_what_the_network_says_later_too(string state, FaultPoint point)
    {
        await using var api = await TestApi.StartAsync();
        var (me, orderedAt) = await ClaimAsync(api, "N-1");
        using var op = api.Operator();
        await op.ReadAsync("/ops/v1/claims");
        if (state.Length > 0)
        {
            api.Faults.FailWrite(state, point, 1);
        }

        var first = await Report.RunAsync(op, Header + Line("1", "approved", "N-1", orderedAt));
        var second = await Report.RunAsync(op, Header + Line("1", "approved", "N-1", orderedAt));

        Assert.True(Report.Counts(first) == "lines 1, new 1" || point == FaultPoint.AfterCommit, Report.Counts(first));
        Assert.Equal("lines 1, same 1", Report.Counts(second));
        var claim = (await me.ReadAsync("/api/v1/me/claims")).Items().Single();
        Assert.Equal("found", claim.Text("status"));
        Assert.Equal(50, await AccruedAsync(me));

        await Report.RunAsync(op, Header + Line("1", "declined", "N-1", orderedAt));
        Assert.Equal(0, await AccruedAsync(me));
        Assert.Empty((await op.ReadAsync("/ops/v1/quarantine")).Items());
    }

    [Fact]
    public async Task Second_line_like_the_first_is_not_credited_for_the_same_claim()
    {
        await using var api = await TestApi.StartAsync();
        var (me, orderedAt) = await ClaimAsync(api, "N-1");
        using var op = api.Operator();

        var run = await Report.RunAsync(op, Header + Line("1", "approved", "N-1", orderedAt) + Line("2", "approved", "N-1", orderedAt));

        Assert.Equal("lines 2, new 1, unknown 1", Report.Counts(run));
        Assert.Equal(50, await AccruedAsync(me));
    }

    [Fact]
    public async Task Two_claims_that_fit_are_left_to_people()
    {
        await using var api = await TestApi.StartAsync();
        var (first, orderedAt) = await FileAsync(api, "N-1");
        var (second, _) = await FileAsync(api, "N-1");
        await OpenAsync(api, first);
        var other = await OpenAsync(api, second);
        var one = (await api.SignInAsync(first)).Client;
        using var op = api.Operator();

        var run = await Report.RunAsync(op, Header + Line("1", "approved", "N-1", orderedAt));

        Assert.Contains("2 open claims fit it", Assert.Single(await Report.ConflictsAsync(op, run)).Text("detail"), StringComparison.Ordinal);
        Assert.Equal((0, 0), (await AccruedAsync(one), await AccruedAsync(other)));
        Assert.Equal(2, (await op.ReadAsync("/ops/v1/claims?status=open")).Items().Count);
    }

    [Fact]
    public async Task Line_that_is_known_as_anothers_answers_no_claim()
    {
        await using var api = await TestApi.StartAsync();
        var owner = await api.SignInAsync();
        using var postback = await api.PostbackAsync(new Dictionary<string, string>
        {
            ["admitad_id"] = "1",
            ["payment_status"] = "new",
            ["subid"] = await owner.ClickAsync(),
            ["order_sum"] = "1000",
            ["currency"] = "RUB",
            ["order_id"] = "N-1",
        });
        postback.EnsureSuccessStatusCode();
        var (me, orderedAt) = await ClaimAsync(api, "N-1");
        using var op = api.Operator();

        await Report.RunAsync(op, Header + Line("1", "approved", "N-1", orderedAt));

        Assert.Equal("open", (await me.ReadAsync("/api/v1/me/claims")).Items().Single().Text("status"));
        Assert.Equal(0, await AccruedAsync(me));

        // Nor does it use the claim up for the line that is its own.
        await Report.RunAsync(op, Header + Line("2", "approved", "N-1", orderedAt));
        Assert.Equal(50, await AccruedAsync(me));
    }

    [Fact]
    public async Task Cursor_stays_good_when_its_claim_is_answered()
    {
        await using var api = await TestApi.StartAsync();
        foreach (var order in (string[])["N-1", "N-2", "N-3"])
        {
            await ClaimAsync(api, order);
        }

        using var op = api.Operator();
        var first = await op.ReadAsync("/ops/v1/claims?limit=1");
        var answered = first.Items().Single().GetProperty("claim").Text("id");
        using var answer = await op.PostAsJsonAsync($"/ops/v1/claims/{answered}/answer", new { result = "declined", reason = "No such order" });
        answer.EnsureSuccessStatusCode();

        var second = await op.ReadAsync($"/ops/v1/claims?limit=1&cursor={first.Text("nextCursor")}");
        var third = await op.ReadAsync($"/ops/v1/claims?limit=1&cursor={second.Text("nextCursor")}");

        Assert.Equal(["N-2", "N-3"], second.Items().Concat(third.Items()).Select(item => item.GetProperty("claim").Text("orderId")));
        Assert.Equal("400 invalid-request", await op.GetAsync(new Uri("/ops/v1/claims?cursor=no", UriKind.Relative)).OutcomeAsync());
    }

    /// <summary>Somebody new, whose claim is open.</summary>
    private static async Task<(HttpClient Me, DateTimeOffset OrderedAt)> ClaimAsync(TestApi api, string orderId)
    {
        var (phone, orderedAt) = await FileAsync(api, orderId);
        return (await OpenAsync(api, phone), orderedAt);
    }

    private static async Task<(string Phone, DateTimeOffset OrderedAt)> FileAsync(TestApi api, string orderId)
    {
        var subscriber = await api.SignInAsync();
        var clickId = await subscriber.ClickAsync();
        var orderedAt = (await api.Client.ReadAsync("/dev/clock")).GetProperty("now").GetDateTimeOffset();
        using var filed = await subscriber.Client.PostAsJsonAsync("/api/v1/me/claims", new
        {
            clickId,
            storeId = Shopping.Store,
            orderId,
            amount = new { amount = "1000.00", currency = "RUB" },
            orderedAt,
        });
        filed.EnsureSuccessStatusCode();
        return (subscriber.Phone, orderedAt);
    }

    /// <summary>The claim has waited long enough; so has the sign-in, for the token's life.</summary>
    private static async Task<HttpClient> OpenAsync(TestApi api, string phone)
    {
        await api.AdvanceAsync(TimeSpan.FromHours(49));
        var me = (await api.SignInAsync(phone)).Client;
        await me.ReadAsync("/api/v1/me/claims");
        return me;
    }

    private static string Line(string id, string status, string orderId, DateTimeOffset orderedAt) => string.Create(
        CultureInfo.InvariantCulture, $"{id};{status};1000.00;RUB;{orderId};{orderedAt.ToOffset(TimeSpan.FromHours(3)):yyyy-MM-dd HH:mm:ss};\n");

    private static async Task<long> AccruedAsync(HttpClient me) => (await me.ReadAsync("/api/v1/me")).GetProperty("balance").Number("accruedThisMonth");
}
