using Cashback.Purchases;
using Cashback.Gateways;
using Cashback.Subscribers;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>The flows of the domain over the real silo, storage and reminders, with the programme's clock moved.</summary>
public sealed class SubscriberFlowTests : IAsyncLifetime
{
    private TestProgramme _programme = null!;
    private Story _story = null!;

    private SandboxOutbox Sms => _programme.Services.GetRequiredService<SandboxOutbox>();

    public async ValueTask InitializeAsync()
    {
        _programme = await TestProgramme.StartAsync();
        _story = NewSubscriber();
        await _story.RegisterAsync();
    }

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Purchase_is_confirmed_settled_and_paid_out_and_every_step_stands_in_the_history()
    {
        await _story.Partner.VisitStoreAsync(new StoreVisit("shop", "Shop", Rate.OfPercent(5)));
        await _story.ReportAsync(100, ReportedStatus.Created);
        Assert.Equal(100, (await _story.BalanceAsync()).Pending);

        await _story.ReportAsync(100, ReportedStatus.Confirmed);
        Assert.Equal((0, 100, 9_900), await _story.BalanceAsync() is var b ? (b.Pending, b.AccruedThisMonth, b.CapRemaining) : default);

        await _story.PassThe1stAsync();

        Assert.Equal(new BalanceView(0, 0, 0, 0, 10_000, 0), await _story.BalanceAsync());
        Assert.Equal(100, Assert.Single(_programme.Services.GetRequiredService<SandboxBilling>().Book).Amount);
        Assert.Equal(
            ["payout", "payout", "settlement", "purchase", "purchase", "click", "registered"],
            (await _story.HistoryAsync()).Select(line => line.Type));
        Assert.Equal(4, Sms.List(new Phone("+79161234567").E164).Count);
    }

    /// <summary>Also where some were settled before the list began, and one is bought while it goes on.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Purchases_that_are_paged_across_a_settlement_stand_in_the_list_once(int limit)
    {
        foreach (var line in (string[])["1", "2", "3"])
        {
            await _story.ReportAsync(10, ReportedStatus.Confirmed, line);
        }

        await _story.PassThe1stAsync();
        foreach (var line in (string[])["4", "5", "6", "7", "8"])
        {
            await _story.ReportAsync(10, line == "6" ? ReportedStatus.Created : ReportedStatus.Confirmed, line);
        }

        var first = (await _story.Subscriber.GetPurchasesAsync(null, limit))!;
        await _story.PassThe1stAsync();
        await _story.ReportAsync(10, ReportedStatus.Confirmed, "9");
        var listed = first.Items.ToList();
        for (var cursor = first.NextCursor; cursor is not null;)
        {
            var page = (await _story.Subscriber.GetPurchasesAsync(cursor, limit))!;
            listed.AddRange(page.Items);
            cursor = page.NextCursor;
        }

        Assert.Equal(
            ((string[])["1", "2", "3", "4", "5", "6", "7", "8"]).Select(line => _story.Order(line).ToString()),
            listed.Select(purchase => purchase.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pending_purchase_expires_at_its_deadline_and_not_before()
    {
        await _story.ReportAsync(100, ReportedStatus.Created);
        var due = (await _story.PurchaseAsync()).AnswerDueBy;

        await _programme.AdvanceToAsync(due.AddMinutes(-1));
        Assert.Equal(PurchaseStatus.Pending, (await _story.PurchaseAsync()).Status);

        await _programme.AdvanceAsync(TimeSpan.FromMinutes(2));
        var purchase = await _story.PurchaseAsync();
        Assert.Equal(PurchaseStatus.Expired, purchase.Status);
        Assert.InRange(purchase.Timeline[^1].At, due, due.AddMinutes(2));

        await _story.ReportAsync(100, ReportedStatus.Confirmed);
        Assert.Equal(100, (await _story.PurchaseAsync()).Credited);
    }

    [Fact]
    public async Task Deadline_that_passed_while_the_cluster_was_down_is_acted_on_within_90_minutes()
    {
        await _story.ReportAsync(100, ReportedStatus.Created);
        await _story.Operations.DrainOutboxAsync();

        await _programme.SkipAsync(TimeSpan.FromDays(91));
        await _programme.RestartAsync();
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(90));

        Assert.Equal(PurchaseStatus.Expired, (await _story.PurchaseAsync()).Status);
    }

    [Fact]
    public async Task Subscriber_who_looks_after_midnight_sees_the_settled_state_before_the_batch_has_come()
    {
        await _story.ReportAsync(100, ReportedStatus.Confirmed);
        await _story.Operations.DrainOutboxAsync();
        var midnight = _programme.Calendar.StartOf(_programme.Calendar.MonthOf(_programme.Now).Next);

        await _programme.SkipAsync(midnight - _programme.Now - TimeSpan.FromSeconds(5));
        Assert.Equal(100, (await _story.BalanceAsync()).AccruedThisMonth);

        await _programme.SkipAsync(TimeSpan.FromSeconds(5));
        var account = await _story.AccountAsync();
        Assert.Equal(0, account.Balance.AccruedThisMonth);
        Assert.Equal(_programme.Calendar.MonthOf(_programme.Now).Next.Month, account.NextSettlement.Month);
        Assert.Contains(await _story.HistoryAsync(), line => line.Type == "settlement" && line.At == midnight);
    }

    [Fact]
    public async Task Line_reported_for_two_subscribers_counts_for_the_first_only()
    {
        await _story.ReportAsync(100, ReportedStatus.Confirmed);
        await _story.Operations.DrainOutboxAsync();
        var second = new Story(_programme, _story.Id[..^7] + (_story.Id[^7] == 'Z' ? "Y" : "Z") + _story.Id[^6..], "+79160000002");
        await second.RegisterAsync();

        await second.ReportAsync(100, ReportedStatus.Confirmed);
        await second.Operations.DrainOutboxAsync();

        Assert.Equal(0, (await second.BalanceAsync()).AccruedThisMonth);
        Assert.Equal(PurchaseStatus.Reversed, (await second.PurchaseAsync()).Status);
        Assert.Equal(100, (await _story.BalanceAsync()).AccruedThisMonth);
    }

    [Fact]
    public async Task Settled_purchase_leaves_the_record_and_a_late_word_still_finds_it()
    {
        var clickedAt = _programme.Now.AddHours(-1);
        await _story.ReportAsync(100, ReportedStatus.Confirmed, clickedAt: clickedAt);
        await _story.ReportAsync(50, ReportedStatus.Created, "open", clickedAt);
        await _story.PassThe1stAsync();
        await _story.Operations.DrainOutboxAsync();

        var archived = await _programme.Grains.GetGrain<IPurchaseGrain>(GrainKeys.Order(_story.Order("1"))).GetArchivedAsync();
        Assert.Equal(_story.Id, archived?.SubscriberId);
        Assert.Equal(ReportResult.Unchanged, (await _story.ReportAsync(100, ReportedStatus.Confirmed, clickedAt: clickedAt)).Result);
        Assert.Equal(100, (await _story.PurchaseAsync()).Credited);

        Assert.Equal(ReportResult.Applied, (await _story.ReportAsync(100, ReportedStatus.Declined, clickedAt: clickedAt)).Result);
        Assert.Equal(-100, (await _story.BalanceAsync()).Available);
        Assert.Equal(2, (await _story.PurchasesAsync(1)).Count);

        await _story.PassThe1stAsync();
        await _story.Operations.DrainOutboxAsync();
        Assert.Equal(["open", "1"], (await _story.PurchasesAsync(1)).Select(purchase => purchase.Id[(purchase.Id.LastIndexOf('-') + 1)..]));
        Assert.Equal(PurchaseStatus.Reversed, (await _story.PurchaseAsync()).Status);
    }

    [Fact]
    public async Task History_is_kept_for_ever_and_read_by_pages()
    {
        for (var i = 0; i < 200; i++)
        {
            await _story.Partner.VisitStoreAsync(new StoreVisit($"shop-{i}", "Shop", Rate.OfPercent(5)));
        }

        await _programme.RestartAsync();

        Assert.Equal(
            Enumerable.Range(1, 201).Reverse().Select(n => (long)n), (await _story.HistoryAsync(17)).Select(line => line.Sequence));
        Assert.Equal("registered", Assert.Single(await _story.HistoryAsync(5, "registered")).Type);
        Assert.Null(await _story.Subscriber.GetHistoryAsync("x", 5, HistoryFilter.All));
        Assert.Null(await _story.Subscriber.GetPurchasesAsync("x", 5));
    }

    [Fact]
    public async Task Refused_payout_goes_back_to_the_balance_and_is_offered_again_a_month_later()
    {
        var controls = _programme.Services.GetRequiredService<SandboxControls>();
        controls.Billing.Refuse("the number is blocked");
        await _story.ReportAsync(100, ReportedStatus.Confirmed);
        await _story.PassThe1stAsync();
        Assert.Equal((100, 0), await _story.BalanceAsync() is var b ? (b.Available, b.InPayout) : default);

        controls.Billing.Refuse(null);
        await _story.PassThe1stAsync();
        Assert.Equal((0, 0), await _story.BalanceAsync() is var c ? (c.Available, c.InPayout) : default);
    }

    private Story NewSubscriber() => new(_programme, _programme.Services.GetRequiredService<IdSource>().Next());
}
