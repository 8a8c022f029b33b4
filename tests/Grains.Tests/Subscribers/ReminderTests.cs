using Cashback.Purchases;
using Cashback.Gateways;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>The subscriber's own reminders: there while something is owed, gone when nothing is.</summary>
public sealed class ReminderTests : IAsyncLifetime
{
    private TestProgramme programme = null!;
    private Story story = null!;

    public async ValueTask InitializeAsync()
    {
        programme = await TestProgramme.StartAsync();
        story = new Story(programme, programme.Services.GetRequiredService<IdSource>().Next());
        await story.RegisterAsync();
    }

    public ValueTask DisposeAsync() => programme.DisposeAsync();

    [Fact]
    public async Task Write_that_failed_after_its_commit_leaves_the_reminder_to_wake_for_its_effects()
    {
        programme.Faults.FailWrite(StateNames.Subscriber, FaultPoint.AfterCommit, 1);
        await Assert.ThrowsAnyAsync<Exception>(() => story.ReportOnceAsync(100, ReportedStatus.Created));

        // Answered by the next activation, so the one that failed has ended.
        await story.AccountAsync();

        Assert.NotNull(await FindReminderAsync("outbox"));
    }

    [Fact]
    public async Task Stray_tick_while_nothing_is_to_settle_does_not_keep_the_month_from_being_settled()
    {
        await story.ReportAsync(100, ReportedStatus.Confirmed, "1");
        await story.ReportAsync(100, ReportedStatus.Declined, "1");
        await TickAsync("settlement");
        await story.ReportAsync(70, ReportedStatus.Confirmed, "2");

        await story.PassThe1stAsync();

        Assert.Equal(70, Assert.Single(programme.Services.GetRequiredService<SandboxBilling>().Book).Amount);
    }

    private Task TickAsync(string name) => story.Subscriber.AsReference<IRemindable>().ReceiveReminder(name, default);

    private async Task<ReminderEntry?> FindReminderAsync(string name) =>
        await programme.Services.GetRequiredService<IReminderTable>().ReadRow(story.Subscriber.GetGrainId(), name);
}
