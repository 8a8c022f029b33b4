using System.Globalization;
using Cashback.Grains.Tests.Subscribers;
using Cashback.Receipts;
using Cashback.Gateways;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Receipts;

/// <summary>Receipts among the real grains; the fiscal-data service is the sandbox.</summary>
public class ReceiptFlowTests : IAsyncLifetime
{
    private readonly SandboxControls _controls = new();
    private TestProgramme _programme = null!;
    private int _numbers;

    protected virtual Database Database => Database.Sqlite;

    public async ValueTask InitializeAsync()
    {
        _programme = await TestProgramme.StartAsync(Database, builder => builder.Services.AddSingleton(_controls));
        var promotions = _programme.Grains.GetGrain<IReceiptPromotionsGrain>(GrainKeys.ReceiptPromotions);
        var put = await promotions.PutAsync(new ReceiptPromotion { Id = "milk", Name = "Milk", Goods = ["молоко"], Percent = 10, From = _programme.Now });
        Assert.True(put.Accepted);
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(5));
    }

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Receipt_is_checked_credited_and_told_once()
    {
        var (me, phone) = await NewAsync();
        var qr = NewQr(200);

        Assert.Equal(ReceiptStatus.Sent, (await SendAsync(me, qr)).Value!.Status);
        var receipt = await EndOfAsync(qr);

        Assert.Equal((ReceiptStatus.Credited, 20L, 20L), (receipt.Status, receipt.Bonuses, receipt.Credited));
        Assert.Equal("milk", Assert.Single(receipt.Lines).PromotionId);
        Assert.Equal(20, (await me.BalanceAsync()).AccruedThisMonth);
        Assert.Equal([(20L, null), (null, "checked"), (null, "sent")], (await me.HistoryAsync(type: "receipt")).Select(line => (line.Bonuses, line.Status)));
        await Eventually.TrueAsync(
            () => Task.FromResult(
                _programme.Services.GetRequiredService<SandboxOutbox>().List(phone).Count(sms => sms.Text == "Cashback of a receipt: +20 bonuses") == 1),
            "the subscriber is told");
    }

    [Fact]
    public async Task Receipt_scanned_by_many_at_the_same_moment_is_the_first_ones()
    {
        var qr = NewQr(200);
        var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => NewAsync()));

        var answers = await Task.WhenAll(all.Select(one => SendAsync(one.Story, qr)));
        await EndOfAsync(qr);

        Assert.Single(answers, answer => answer.Accepted);
        Assert.All(answers.Where(answer => !answer.Accepted), answer => Assert.Equal("receipt-already-sent", answer.Rejection!.Type));
        var balances = await Task.WhenAll(all.Select(one => one.Story.BalanceAsync()));
        Assert.Equal(20, balances.Sum(balance => balance.AccruedThisMonth));
    }

    [Fact]
    public async Task Second_scan_by_the_sender_is_refused_but_the_same_request_is_not()
    {
        var (me, _) = await NewAsync();
        var qr = NewQr(200);

        Assert.True((await SendAsync(me, qr, "key")).Accepted);
        Assert.True((await SendAsync(me, qr, "key")).Accepted);
        Assert.Equal("receipt-already-sent", (await SendAsync(me, qr)).Rejection!.Type);
        await EndOfAsync(qr);
        Assert.Equal(20, (await me.BalanceAsync()).AccruedThisMonth);
    }

    [Fact]
    public async Task Wrong_sign_does_not_block_a_strangers_receipt_and_a_document_counts_once()
    {
        var ((me, _), (stranger, _)) = (await NewAsync(), await NewAsync());
        var right = NewQr(200);
        var wrong = right with { Name = right.Name with { Sign = "7" } };
        _programme.Services.GetRequiredService<SandboxFiscalData>().Put(SandboxFiscalData.Milk(right) with { Name = wrong.Name, Sum = 1 });
        Assert.True((await SendAsync(stranger, wrong)).Accepted);
        Assert.Equal(ReceiptReason.Different, (await EndOfAsync(wrong)).Reason);

        await SendAsync(me, right);
        Assert.Equal(ReceiptStatus.Credited, (await EndOfAsync(right)).Status);

        var again = right with { Name = right.Name with { Sign = "8" } };
        Assert.True((await SendAsync(stranger, again)).Accepted);
        Assert.Equal(ReceiptReason.AlreadyCounted, (await EndOfAsync(again)).Reason);
        Assert.Equal(0, (await stranger.BalanceAsync()).AccruedThisMonth);
    }

    [Fact]
    public async Task Receipt_that_is_not_there_for_days_is_asked_for_again_and_credited()
    {
        var (me, _) = await NewAsync();
        var qr = NewQr(200);
        _controls.FiscalData.Refuse("not-yet");
        await SendAsync(me, qr);
        await _programme.AdvanceAsync(TimeSpan.FromDays(9));
        Assert.Equal(ReceiptStatus.Waiting, (await Receipt(qr).GetAsync())!.Status);

        _controls.FiscalData.Refuse(null);
        await _programme.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal(ReceiptStatus.Credited, (await Receipt(qr).GetAsync())!.Status);
        Assert.Equal(["sent", "waiting", "checked", null], (await me.HistoryAsync(type: "receipt")).Reverse().Select(line => line.Status));
    }

    [Fact]
    public async Task Document_without_lines_is_declined_at_once_and_goods_of_no_promotion_say_so()
    {
        var (me, _) = await NewAsync();
        var (empty, bread) = (NewQr(200), NewQr(300));
        var fiscal = _programme.Services.GetRequiredService<SandboxFiscalData>();
        fiscal.Put(SandboxFiscalData.Milk(empty) with { Lines = [] });
        fiscal.Put(SandboxFiscalData.Milk(bread) with { Lines = [new FiscalLine("Хлеб", 1, 300)] });

        await SendAsync(me, empty);
        await SendAsync(me, bread);

        Assert.Equal(ReceiptReason.NoLines, (await EndOfAsync(empty)).Reason);
        Assert.Equal((ReceiptReason.OtherGoods, "milk"), ((await EndOfAsync(bread)).Reason, (await EndOfAsync(bread)).Missed!.Id));
    }

    [Fact]
    public async Task Clock_that_is_moved_right_after_a_receipt_was_sent_does_not_overtake_its_first_check()
    {
        var (me, _) = await NewAsync();
        var sent = new List<ReceiptQr>();
        foreach (var _ in Enumerable.Range(0, 8))
        {
            sent.Add(NewQr(10));
            await SendAsync(me, sent[^1]);
        }

        // The clock that waits for what was accepted is the embedded default's; the tests' clock over PostgreSQL does not.
        if (Database == Database.Postgres)
        {
            await Task.WhenAll(sent.Select(EndOfAsync));
        }

        var at = _programme.Now;
        await _programme.AdvanceAsync(TimeSpan.FromDays(31));

        Assert.All(
            await Task.WhenAll(sent.Select(qr => Receipt(qr).GetAsync())),
            receipt => Assert.Equal(ReceiptStatus.Credited, receipt!.Status));
        Assert.All(
            (await me.HistoryAsync(type: "receipt")).Where(line => line.Bonuses is not null), line => Assert.True(line.At < at.AddMinutes(1), $"{line.At:O}"));
    }

    [Theory]
    [InlineData("not-yet")]
    [InlineData("busy")]
    public async Task Receipt_that_can_not_be_checked_within_thirty_days_is_declined(string word)
    {
        var (me, _) = await NewAsync();
        var qr = NewQr(200);
        _controls.FiscalData.Refuse(word);
        await SendAsync(me, qr);

        await _programme.AdvanceAsync(TimeSpan.FromDays(29));
        Assert.NotEqual(ReceiptStatus.Declined, (await Receipt(qr).GetAsync())!.Status);
        await _programme.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal(ReceiptReason.NotInTime, (await Receipt(qr).GetAsync())!.Reason);
        Assert.Equal("It could not be checked within 30 days", (await me.HistoryAsync(type: "receipt"))[0].Reason);
        var calls = _controls.FiscalData.Calls;
        await _programme.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Equal(calls, _controls.FiscalData.Calls);
    }

    [Fact]
    public async Task Day_is_full_and_the_receipt_that_did_not_fit_is_anybodys()
    {
        var ((me, _), (other, _)) = (await NewAsync(), await NewAsync());
        foreach (var _ in Enumerable.Range(0, 20))
        {
            Assert.True((await SendAsync(me, NewQr(10))).Accepted);
        }

        var qr = NewQr(200);
        Assert.Equal("too-many-receipts", (await SendAsync(me, qr)).Rejection!.Type);
        Assert.Null(await Receipt(qr).GetAsync());
        Assert.True((await SendAsync(other, qr)).Accepted);
        Assert.Equal(ReceiptStatus.Credited, (await EndOfAsync(qr)).Status);
    }

    public static TheoryData<string, FaultPoint> Writes() =>
    [
        .. from state in (string[])[StateNames.Receipt, StateNames.FiscalDocument, StateNames.Subscriber]
           from point in Enum.GetValues<FaultPoint>()
           select (state, point),
    ];

    [Theory, MemberData(nameof(Writes))]
    public async Task Receipt_ends_the_same_whichever_write_fails(string state, FaultPoint point)
    {
        var faults = 0;
        while (true)
        {
            var (me, _) = await NewAsync();
            var qr = NewQr(200);
            _programme.Faults.FailWrite(state, point, faults + 1);
            await RepeatAsync(() => SendAsync(me, qr, "key"));

            // What could not go on at once goes on by the reminder.
            await _programme.AdvanceAsync(TimeSpan.FromMinutes(20));
            var end = await EndOfAsync(qr);
            Assert.Equal((ReceiptStatus.Credited, 20L), (end.Status, end.Credited));
            Assert.Equal(["sent", "checked", null], (await me.HistoryAsync(type: "receipt")).Reverse().Select(line => line.Status));
            Assert.Equal(20, (await me.BalanceAsync()).AccruedThisMonth);
            if (_programme.Faults.Pending)
            {
                break;
            }

            faults++;
        }

        Assert.True(faults > 0, $"No write of '{state}' ever failed: the test proves nothing.");
    }

    private static async Task RepeatAsync(Func<Task<Outcome<ReceiptView>>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Assert.True((await call()).Accepted);
                return;
            }
            catch (Exception e) when (attempt < 5 && e is not Xunit.Sdk.XunitException)
            {
                await Task.Yield();
            }
        }
    }

    private async Task<ReceiptView> EndOfAsync(ReceiptQr qr)
    {
        ReceiptView? view = null;
        await Eventually.TrueAsync(
            async () => (view = await Receipt(qr).GetAsync()) is { Status: ReceiptStatus.Credited or ReceiptStatus.Declined }, "the receipt is checked");
        return view!;
    }

    private IReceiptGrain Receipt(ReceiptQr qr) => _programme.Grains.GetGrain<IReceiptGrain>(GrainKeys.Receipt(qr.Name.ToString()));

    private Task<Outcome<ReceiptView>> SendAsync(Story me, ReceiptQr qr, string? key = null) =>
        Receipt(qr).SendAsync(new ReceiptScan(me.Id, qr, key));

    private ReceiptQr NewQr(decimal sum) => new(
        new ReceiptName("8710000101125654", Interlocked.Increment(ref _numbers).ToString(CultureInfo.InvariantCulture), "1250448795"),
        _programme.Calendar.Local(_programme.Now).DateTime,
        sum,
        1);

    private async Task<(Story Story, string Phone)> NewAsync()
    {
        var phone = $"+7916{Interlocked.Increment(ref _numbers):D7}";
        var story = new Story(_programme, _programme.Services.GetRequiredService<IdSource>().Next(), phone);
        await story.RegisterAsync();
        return (story, phone);
    }
}
