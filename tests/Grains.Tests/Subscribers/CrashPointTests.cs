using Cashback.Purchases;
using Cashback.Silo.Gateways;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>
/// The same story with one write failing, before or after its commit, at every place of the protocol: callers repeat
/// what failed, reminders wake who owes something, and the end is that of the calm story.
/// </summary>
public sealed class CrashPointTests : IAsyncLifetime
{
    private TestProgramme programme = null!;
    private int subscribers;

    public async ValueTask InitializeAsync() => programme = await TestProgramme.StartAsync();

    public ValueTask DisposeAsync() => programme.DisposeAsync();

    [Theory]
    [InlineData(StateNames.Subscriber, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Subscriber, FaultPoint.AfterCommit)]
    [InlineData(StateNames.Purchase, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Purchase, FaultPoint.AfterCommit)]
    [InlineData(StateNames.Statement, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Statement, FaultPoint.AfterCommit)]
    [InlineData(StateNames.Payout, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Payout, FaultPoint.AfterCommit)]
    [InlineData(StateNames.Message, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Message, FaultPoint.AfterCommit)]
    public async Task Story_ends_the_same_whichever_write_fails(string state, FaultPoint point)
    {
        // A message whose first attempt fails gets a record; the others need none.
        var failedSms = state == StateNames.Message ? 1 : 0;
        var calm = await TellAsync(failedSms);
        var faults = 0;
        while (true)
        {
            programme.Faults.FailWrite(state, point, faults + 1);
            var told = await TellAsync(failedSms);
            if (programme.Faults.Pending)
            {
                break;
            }

            Assert.Equal(calm, told);
            faults++;
        }

        Assert.True(faults > 0, $"No write of '{state}' ever failed: the test proves nothing.");
    }

    /// <summary>A month of a new subscriber's life; what is left of it, in words.</summary>
    private async Task<string> TellAsync(int failedSms)
    {
        programme.Services.GetRequiredService<SandboxControls>().Sms.FailNext(failedSms);
        var phone = $"+7916{++subscribers:D7}";
        var story = new Story(programme, programme.Services.GetRequiredService<IdSource>().Next(), phone);
        var clickedAt = programme.Now;
        await story.RegisterAsync();
        await story.ReportAsync(300, ReportedStatus.Created, clickedAt: clickedAt);
        await story.ReportAsync(300, ReportedStatus.Confirmed, clickedAt: clickedAt);
        await story.ReportAsync(40, ReportedStatus.Created, "2", clickedAt);
        await story.PassThe1stAsync();
        await story.ReportAsync(300, ReportedStatus.Declined, clickedAt: clickedAt);
        await story.PassThe1stAsync();
        await programme.AdvanceAsync(TimeSpan.FromDays(62));

        var lines = await story.HistoryAsync();
        var billed = programme.Services.GetRequiredService<SandboxBilling>().Book.Where(entry => entry.Phone.E164 == phone);
        var sent = programme.Services.GetRequiredService<SandboxOutbox>().List(phone);
        var purchases = (await story.PurchasesAsync(10)).Select(purchase => $"{purchase.Status} {purchase.Credited}").Order();
        return string.Join('\n',
            [.. lines.Select(line => $"{line.Type} {line.Bonuses} {line.BalanceAfter}"),
             (await story.BalanceAsync()).ToString(),
             .. purchases,
             .. billed.Select(entry => $"billed {entry.Amount}"),
             $"{sent.Count} messages"]);
    }
}
