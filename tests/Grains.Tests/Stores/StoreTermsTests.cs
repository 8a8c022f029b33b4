using System.Collections.Concurrent;
using Cashback.Grains.Tests.Subscribers;
using Cashback.Purchases;
using Cashback.Stores;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Stores;

/// <summary>What a click was shown counts for its purchases, whatever becomes of the store.</summary>
public class StoreTermsTests : IAsyncLifetime
{
    private const string Id = "shop";
    private TestProgramme _programme = null!;
    private int _lines;
    private int _clicks;

    protected virtual Database Database => Database.Sqlite;

    private IPartnerStoreGrain Shop => _programme.Grains.GetGrain<IPartnerStoreGrain>(GrainKeys.Store(Id));

    public async ValueTask InitializeAsync()
    {
        _programme = await TestProgramme.StartAsync(Database);
        await PutAsync(5);
    }

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    /// <summary>
    /// 255 changes beside some thousand clicks; some orders are reported at once, by every kind of copy of the store's record,
    /// the others at the end.
    /// </summary>
    [Fact]
    public async Task Every_purchase_is_counted_at_the_rate_that_its_clicks_answer_showed()
    {
        const int Changes = 255;
        var shown = new ConcurrentQueue<(string Subscriber, StoreClick Click)>();
        var wrong = new ConcurrentQueue<string>();
        using var changed = new CancellationTokenSource();
        var shoppers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => NewAsync(number)));
        var clicking = shoppers.Select(async shopper =>
        {
            for (var clicks = 0; !changed.IsCancellationRequested; clicks++)
            {
                var click = (await Shop.ClickAsync(shopper)).Value!;
                Interlocked.Increment(ref _clicks);
                if (clicks % 4 == 0)
                {
                    await CountAsync(shopper, click, wrong);
                }
                else
                {
                    shown.Enqueue((shopper, click));
                }
            }
        }).ToList();

        for (var change = 0; change < Changes; change++)
        {
            await PutAsync(change % 2 == 0 ? 3 : 5);
            var clicks = change;
            await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref _clicks) > clicks), "somebody clicks between two changes");
        }

        await changed.CancelAsync();
        await Task.WhenAll(clicking);
        await Parallel.ForEachAsync(shown.TakeLast(800), async (one, _) => await CountAsync(one.Subscriber, one.Click, wrong));

        Assert.Empty(wrong);
        Assert.True(shown.Select(one => one.Click.Rate.Percent).Distinct().Count() == 2, "All clicks were shown one rate: the test proves nothing.");
    }

    [Fact]
    public async Task The_network_in_force_at_the_click_may_speak_about_its_lines_after_the_store_moved_to_another()
    {
        var shopper = await NewAsync(1);
        var before = (await Shop.ClickAsync(shopper)).Value!;
        var pending = await ReportAsync(shopper, before, "admitad", ReportedStatus.Created, "L1");
        await PutAsync(5, "cityads");
        var after = (await Shop.ClickAsync(shopper)).Value!;

        Assert.Equal(ReportResult.Applied, pending.Result);
        Assert.Equal(ReportResult.Applied, (await ReportAsync(shopper, before, "admitad", ReportedStatus.Confirmed, "L1")).Result);
        Assert.Equal(ReportResult.Applied, (await ReportAsync(shopper, before, "admitad", ReportedStatus.Declined, "L2")).Result);
        Assert.Equal("wrong-network", (await ReportAsync(shopper, after, "admitad", ReportedStatus.Confirmed, "L3")).Reason);
        Assert.Equal("wrong-network", (await ReportAsync(shopper, before, "actionpay", ReportedStatus.Confirmed, "L4")).Reason);
        Assert.Equal(ReportResult.Applied, (await ReportAsync(shopper, after, "cityads", ReportedStatus.Confirmed, "L5")).Result);
    }

    private async Task CountAsync(string shopper, StoreClick click, ConcurrentQueue<string> wrong)
    {
        var verdict = await ReportAsync(shopper, click, "admitad", ReportedStatus.Created, $"N{Interlocked.Increment(ref _lines)}");
        var purchase = await Subscriber(shopper).GetPurchaseAsync(OrderKey.Parse(verdict.PurchaseId!));
        if (purchase!.Rate != click.Rate)
        {
            wrong.Enqueue($"shown {click.Rate}, counted {purchase.Rate}");
        }
    }

    private ValueTask<ReportVerdict> ReportAsync(string shopper, StoreClick click, string network, ReportedStatus status, string line)
    {
        Assert.True(_programme.Services.GetRequiredService<Clicks.ClickIds>().TryRead(click.ClickId, out var token));
        return _programme.Grains.GetGrain<IStorePostbacksGrain>(GrainKeys.Store(Id)).ReportAsync(new PartnerReport
        {
            Network = network,
            LineId = line,
            ClickId = click.ClickId,
            SubscriberId = shopper,
            ClickedAt = token!.At,
            Status = status,
            Amount = Money.Rubles(1_000),
            OrderedAt = _programme.Now,
            ReceivedAt = _programme.Now,
        });
    }

    private async Task<string> NewAsync(int number)
    {
        var story = new Story(_programme, _programme.Services.GetRequiredService<IdSource>().Next(), $"+7916000{number:D4}");
        await story.RegisterAsync();
        return story.Id;
    }

    private Cashback.Subscribers.ISubscriberAccountGrain Subscriber(string id) =>
        _programme.Grains.GetGrain<Cashback.Subscribers.ISubscriberAccountGrain>(GrainKeys.Subscriber(id));

    private async Task PutAsync(decimal percent, string network = "admitad")
    {
        var put = await Shop.PutAsync(new StoreProfile
        {
            Id = Id,
            Name = "Shop",
            Categories = ["online"],
            Network = network,
            LinkTemplate = "https://ad.example/g/x/?subid={click}",
            Tariffs = [new Tariff(Tariff.DefaultCode, "default", Rate.OfPercent(percent))],
            ConfirmationDays = 60,
        });
        Assert.True(put.Accepted, put.Rejection?.Detail.En);
    }
}
