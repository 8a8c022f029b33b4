using Cashback.Purchases;
using Cashback.Referrals;
using Cashback.Subscribers;
using Cashback.Support;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>One subscriber and what happens to it, told to the real grains. A call that fails is repeated, as the callers do.</summary>
internal sealed class Story(TestProgramme programme, string id, string phone = "+79161234567")
{
    private long _arrivals;

    public string Id => id;

    public ISubscriberAccountGrain Subscriber => programme.Grains.GetGrain<ISubscriberAccountGrain>(GrainKeys.Subscriber(id));

    public ISubscriberPartnerGrain Partner => programme.Grains.GetGrain<ISubscriberPartnerGrain>(GrainKeys.Subscriber(id));

    public ISubscriberEventsGrain Events => programme.Grains.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(id));

    public ISubscriberOperationsGrain Operations => programme.Grains.GetGrain<ISubscriberOperationsGrain>(GrainKeys.Subscriber(id));

    public Task RegisterAsync(SubscriberKind kind = SubscriberKind.Individual, string? referralCode = null) =>
        RepeatedAsync(() => Events.RegisterAsync(new Registration(new Phone(phone), kind, "en", ReferralCode: referralCode)));

    public async Task<ReferralView> ReferralAsync() => (await RepeatedAsync(() => Subscriber.GetReferralAsync()))!;

    public Task<ReportVerdict> ReportAsync(long bonuses, ReportedStatus status, string line = "1", DateTimeOffset? clickedAt = null) =>
        RepeatedAsync(() => Partner.ReportOrderAsync(Report(bonuses, status, line, clickedAt)).AsTask());

    /// <summary>By a partner who does not send it again.</summary>
    public Task<ReportVerdict> ReportOnceAsync(long bonuses, ReportedStatus status, string line = "1") =>
        Partner.ReportOrderAsync(Report(bonuses, status, line, null)).AsTask();

    public Task<RewardVerdict> RewardAsync(string rewardId, long bonuses, long revision, RewardKind kind = RewardKind.ReferralInviter) =>
        RepeatedAsync(() => Events.RewardAsync(new RewardReport(rewardId, kind, bonuses, revision, "Shop")));

    public Task<AccountView> AccountAsync() => RepeatedAsync(async () => (await Subscriber.GetAccountAsync())!);

    public async Task<BalanceView> BalanceAsync() => (await AccountAsync()).Balance;

    public async Task<PurchaseView> PurchaseAsync(string line = "1") =>
        (await RepeatedAsync(() => Subscriber.GetPurchaseAsync(Order(line))))!;

    public async Task<IReadOnlyList<HistoryLine>> HistoryAsync(int limit = 100, string? type = null)
    {
        var lines = new List<HistoryLine>();
        string? cursor = null;
        do
        {
            var page = await RepeatedAsync(() => Subscriber.GetHistoryAsync(cursor, limit, new(type)));
            lines.AddRange(page!.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return lines;
    }

    public async Task<IReadOnlyList<PurchaseView>> PurchasesAsync(int limit)
    {
        var purchases = new List<PurchaseView>();
        string? cursor = null;
        do
        {
            var page = await RepeatedAsync(() => Subscriber.GetPurchasesAsync(cursor, limit));
            purchases.AddRange(page!.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return purchases;
    }

    /// <summary>A moment after the batch of the next 1st has gone through.</summary>
    public Task PassThe1stAsync()
    {
        var next = programme.Calendar.MonthOf(programme.Now).Next;
        return programme.AdvanceToAsync(programme.Calendar.StartOf(next).AddHours(4));
    }

    public OrderKey Order(string line) => new("admitad", "shop", $"{id[^6..]}-{line}");

    public OrderReport Report(long bonuses, ReportedStatus status, string line, DateTimeOffset? clickedAt) => new()
    {
        Order = Order(line),
        StoreName = "Shop",
        ClickId = "click-" + line,
        ClickedAt = clickedAt ?? programme.Now.AddHours(-1),
        Status = status,
        Amount = Money.Rubles(bonuses * 20),
        Rate = Rate.OfPercent(5),
        ExchangeRate = 1,
        OrderedAt = programme.Now,
        ConfirmationDays = 90,
        ReceivedAt = programme.Now.AddTicks(Interlocked.Increment(ref _arrivals)),
    };

    /// <summary>A partner, an app and a reminder all do the same after a failure: the same call again.</summary>
    private static async Task<T> RepeatedAsync<T>(Func<Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception) when (attempt < 5)
            {
                await Task.Yield();
            }
        }
    }
}
