using Cashback.Purchases;
using Cashback.Gateways;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>
/// The same story with one write failing, before or after its commit, at every place of the protocol: callers repeat
/// what failed, reminders wake who owes something, and the end is that of the undisturbed story.
/// </summary>
public sealed class CrashPointTests : IAsyncDisposable
{
    private TestProgramme _programme = null!;
    private int _subscribers;

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    /// <summary>Every state that a story writes by itself; a statement that is written with its subscriber's save is not.</summary>
    public static TheoryData<string, FaultPoint> Writes()
    {
        string[] states = [StateNames.Subscriber, StateNames.Purchase, StateNames.Payout, StateNames.Message];
        return [.. from state in states from point in Enum.GetValues<FaultPoint>() select (state, point)];
    }

    [Theory, MemberData(nameof(Writes))]
    public async Task Story_ends_the_same_whichever_write_fails(string state, FaultPoint point)
    {
        _programme = await TestProgramme.StartAsync();

        // Of a message or payout whose first attempt fails the grain has something to write; of the others it has not.
        var undisturbed = await RunStoryAsync(state);
        var faults = 0;
        while (true)
        {
            _programme.Faults.FailWrite(state, point, faults + 1);
            var outcome = await RunStoryAsync(state);
            if (_programme.Faults.Pending)
            {
                break;
            }

            Assert.Equal(undisturbed, outcome);
            faults++;
        }

        Assert.True(faults > 0, $"No write of '{state}' ever failed: the test proves nothing.");
    }

    /// <summary>A month of a new subscriber's life; what is left of it, in words.</summary>
    private async Task<string> RunStoryAsync(string state)
    {
        var controls = _programme.Services.GetRequiredService<SandboxControls>();
        controls.Sms.FailNext(state == StateNames.Message ? 1 : 0);
        controls.Billing.FailNext(state == StateNames.Payout ? 1 : 0);
        var phone = $"+7916{++_subscribers:D7}";
        var story = new Story(_programme, _programme.Services.GetRequiredService<IdSource>().Next(), phone);
        var clickedAt = _programme.Now;
        await story.RegisterAsync();
        await story.ReportAsync(300, ReportedStatus.Created, clickedAt: clickedAt);
        await story.ReportAsync(300, ReportedStatus.Confirmed, clickedAt: clickedAt);
        await story.ReportAsync(40, ReportedStatus.Created, "2", clickedAt);
        await story.PassThe1stAsync();
        await story.ReportAsync(300, ReportedStatus.Declined, clickedAt: clickedAt);
        await story.PassThe1stAsync();
        await _programme.AdvanceAsync(TimeSpan.FromDays(62));

        var lines = await story.HistoryAsync();
        var billed = _programme.Services.GetRequiredService<SandboxBilling>().Book.Where(entry => entry.Phone.E164 == phone);
        var sent = _programme.Services.GetRequiredService<SandboxOutbox>().List(phone);
        var purchases = (await story.PurchasesAsync(10)).Select(purchase => $"{purchase.Status} {purchase.Credited}").Order();
        return string.Join('\n',
            [.. lines.Select(line => $"{line.Type} {line.Bonuses} {line.BalanceAfter}"),
             (await story.BalanceAsync()).ToString(),
             .. purchases,
             .. billed.Select(entry => $"billed {entry.Amount}"),
             $"{sent.Count} messages"]);
    }
}
