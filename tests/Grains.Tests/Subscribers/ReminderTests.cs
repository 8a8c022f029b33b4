using Cashback.Purchases;
using Cashback.Gateways;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>The subscriber's own reminders: there while something is owed, gone when nothing is.</summary>
public sealed class ReminderTests : IAsyncLifetime
{
    private TestProgramme _programme = null!;
    private Story _story = null!;

    public async ValueTask InitializeAsync()
    {
        _programme = await TestProgramme.StartAsync();
        _story = new Story(_programme, _programme.Services.GetRequiredService<IdSource>().Next());
        await _story.RegisterAsync();
    }

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Write_that_failed_after_its_commit_leaves_the_reminder_to_wake_for_its_effects()
    {
        _programme.Faults.FailWrite(StateNames.Subscriber, FaultPoint.AfterCommit, 1);
        await Assert.ThrowsAnyAsync<Exception>(() => _story.ReportOnceAsync(100, ReportedStatus.Created));

        // Answered by the next activation, so the one that failed has ended.
        await _story.AccountAsync();

        Assert.NotNull(await FindReminderAsync("outbox"));
    }

    [Fact]
    public async Task Stray_tick_while_nothing_is_to_settle_does_not_keep_the_month_from_being_settled()
    {
        await _story.ReportAsync(100, ReportedStatus.Confirmed, "1");
        await _story.ReportAsync(100, ReportedStatus.Declined, "1");
        await TickAsync("settlement");
        await _story.ReportAsync(70, ReportedStatus.Confirmed, "2");

        await _story.PassThe1stAsync();

        Assert.Equal(70, Assert.Single(_programme.Services.GetRequiredService<SandboxBilling>().Book).Amount);
    }

    private Task TickAsync(string name) => _story.Subscriber.AsReference<IRemindable>().ReceiveReminder(name, default);

    private async Task<ReminderEntry?> FindReminderAsync(string name) =>
        await _programme.Services.GetRequiredService<IReminderTable>().ReadRow(_story.Subscriber.GetGrainId(), name);
}
