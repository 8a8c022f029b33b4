using Cashback.Messages;
using Cashback.Purchases;
using Cashback.Gateways;
using Cashback.Storage;
using Cashback.Subscribers;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>What goes with a subscriber's save instead of waiting in its outbox.</summary>
public class JoinedWriteTests : IAsyncLifetime
{
    // Outside the programme, as an SMS service is: they outlive a restart.
    private readonly SandboxControls _controls = new();
    private readonly SandboxOutbox _outbox = new();
    private TestProgramme _programme = null!;
    private Story _story = null!;

    protected virtual Database Database => Database.Sqlite;

    public async ValueTask InitializeAsync()
    {
        _programme = await TestProgramme.StartAsync(Database, builder => builder.Services.AddSingleton(_controls).AddSingleton(_outbox));
        _story = await NewStoryAsync("+79161234567");
    }

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Postback_is_one_save_of_the_subscriber_and_its_message_has_no_record()
    {
        var (subscriber, message, purchase) = (Writes(StateNames.Subscriber), Writes(StateNames.Message), Writes(StateNames.Purchase));

        await _story.ReportAsync(100, ReportedStatus.Created);
        await Eventually.TrueAsync(() => Task.FromResult(Sent().Count == 1), "the first message is out");
        await _story.ReportAsync(100, ReportedStatus.Confirmed);
        await Eventually.TrueAsync(() => Task.FromResult(Sent().Count == 2), "the second message is out");

        Assert.Equal(
            (2, 0, 0),
            (Writes(StateNames.Subscriber) - subscriber, Writes(StateNames.Purchase) - purchase, Writes(StateNames.Message) - message));
        Assert.Equal(_story.Id, (await ReadAsync<OrderLine>(StateNames.Purchase, OrderGrain()))!.SubscriberId);
    }

    [Fact]
    public async Task Message_that_is_out_leaves_the_record_at_the_next_tick_and_the_reminder_with_it()
    {
        await _story.ReportAsync(100, ReportedStatus.Created);
        await Eventually.TrueAsync(() => Task.FromResult(Sent().Count == 1), "the message is out");
        Assert.NotNull(await FindReminderAsync(_story.Subscriber.GetGrainId(), "outbox"));

        await Eventually.TrueAsync(
            async () =>
            {
                await _story.Subscriber.AsReference<IRemindable>().ReceiveReminder("outbox", default);
                return await FindReminderAsync(_story.Subscriber.GetGrainId(), "outbox") is null;
            },
            "the reminder ends");

        Assert.Empty((await ReadAsync<Subscriber>(StateNames.Subscriber, _story.Subscriber.GetGrainId()))!.Outbox.Entries);
        Assert.Single(Sent());
    }

    /// <summary>While the save without a message is under way, what is saved still has it.</summary>
    [Fact]
    public async Task Messages_go_out_once_while_saves_and_sendings_overlap()
    {
        const int Subscribers = 20;
        const int Orders = 40;
        var stories = await Task.WhenAll(Enumerable.Range(0, Subscribers).Select(n => NewStoryAsync($"+7916777{n:D4}")));
        var before = _controls.Sms.Calls;

        await Task.WhenAll(stories.Select(async each =>
        {
            for (var n = 0; n < Orders; n++)
            {
                await each.ReportAsync(100, ReportedStatus.Created, $"{n}");
            }

            await each.Operations.DrainOutboxAsync();
        }));

        Assert.Equal(Subscribers * Orders, _controls.Sms.Calls - before);
    }

    [Fact]
    public async Task What_became_of_messages_is_in_the_journal()
    {
        for (var n = 1; n <= 30; n++)
        {
            await _story.ReportAsync(100, ReportedStatus.Created, $"{n}");
        }

        await Eventually.TrueAsync(() => Task.FromResult(Sent().Count == 30), "the messages are out");

        var messages = await _story.Operations.GetMessagesAsync(2, 28);

        Assert.Equal(Enumerable.Range(2, 27).Reverse().Select(n => $"{_story.Id}-{n}"), messages.Select(message => message.Id));
        Assert.All(messages, message => Assert.Equal(
            (MessageStatus.Sent, "purchase-registered", 1), (message.Status, message.Template, message.Attempts)));
        Assert.Empty(await _story.Operations.GetMessagesAsync(31, 99));
    }

    [Fact]
    public async Task Message_that_is_out_is_noted_before_a_silo_stops()
    {
        await ReportAndSendAsync();

        await _programme.RestartAsync();

        Assert.Empty((await ReadAsync<Subscriber>(StateNames.Subscriber, _story.Subscriber.GetGrainId()))!.Outbox.Entries);
        Assert.Equal(MessageStatus.Sent, Assert.Single(await _story.Operations.GetMessagesAsync(1, 9)).Status);
    }

    [Fact]
    public async Task Message_that_was_out_when_the_silo_died_is_not_sent_again()
    {
        await ReportAndSendAsync();

        // Nothing is written as it stops, as if it had been killed.
        _programme.Faults.FailWrite(StateNames.Subscriber, FaultPoint.BeforeCommit);
        await _programme.RestartAsync();
        Assert.NotEmpty((await ReadAsync<Subscriber>(StateNames.Subscriber, _story.Subscriber.GetGrainId()))!.Outbox.Entries);
        await _story.Operations.DrainOutboxAsync();

        Assert.Equal(1, _controls.Sms.Calls);
        Assert.Empty((await ReadAsync<Subscriber>(StateNames.Subscriber, _story.Subscriber.GetGrainId()))!.Outbox.Entries);
        Assert.Equal(
            MessageStatus.Sent,
            (await _programme.Grains.GetGrain<IMessageGrain>(GrainKeys.Message($"{_story.Id}-1")).GetAsync())!.Status);
    }

    [Fact]
    public async Task Deadline_is_watched_while_the_purchase_is_pending_and_no_longer()
    {
        await _story.ReportAsync(100, ReportedStatus.Created);
        var due = (await _story.PurchaseAsync()).AnswerDueBy;
        var reminder = await FindReminderAsync(OrderGrain(), PurchaseGrain.Deadline);
        Assert.InRange(reminder!.StartAt, due.UtcDateTime.AddMilliseconds(500), due.UtcDateTime.AddSeconds(2));

        await _story.ReportAsync(100, ReportedStatus.Confirmed);
        Assert.Null(await FindReminderAsync(OrderGrain(), PurchaseGrain.Deadline));

        await _story.ReportAsync(100, ReportedStatus.OnHold);
        Assert.NotNull(await FindReminderAsync(OrderGrain(), PurchaseGrain.Deadline));
    }

    [Fact]
    public async Task Tick_that_comes_before_the_deadline_is_asked_for_again_and_does_not_wait_for_the_period()
    {
        await _story.ReportAsync(100, ReportedStatus.Created);
        var due = (await _story.PurchaseAsync()).AnswerDueBy;
        await _programme.SkipAsync(due - _programme.Now - TimeSpan.FromSeconds(10));
        var before = await FindReminderAsync(OrderGrain(), PurchaseGrain.Deadline);

        await _programme.Grains.GetGrain<IPurchaseGrain>(
            GrainKeys.Order(_story.Order("1"))).AsReference<IRemindable>().ReceiveReminder(PurchaseGrain.Deadline, default);

        var after = await FindReminderAsync(OrderGrain(), PurchaseGrain.Deadline);
        Assert.NotEqual(before!.ETag, after!.ETag);
        Assert.InRange(after.StartAt, due.UtcDateTime, due.UtcDateTime.AddSeconds(3));
        Assert.Equal(PurchaseStatus.Pending, (await _story.PurchaseAsync()).Status);
    }

    [Fact]
    public async Task Purchase_held_again_after_its_first_deadline_still_expires()
    {
        await _story.ReportAsync(100, ReportedStatus.Created);
        await _programme.AdvanceAsync(TimeSpan.FromDays(80));
        await _story.ReportAsync(100, ReportedStatus.Confirmed);
        await _story.ReportAsync(100, ReportedStatus.OnHold);

        await _programme.AdvanceAsync(TimeSpan.FromDays(100));

        Assert.Equal(PurchaseStatus.Expired, (await _story.PurchaseAsync()).Status);
    }

    /// <summary>What its row says of the deadline can be older than what the saves did to the reminder.</summary>
    [Fact]
    public async Task Purchase_that_is_told_by_the_outbox_is_watched_whatever_its_row_says()
    {
        await _story.ReportAsync(100, ReportedStatus.Created);
        var due = (await _story.PurchaseAsync()).AnswerDueBy;
        await _story.ReportAsync(100, ReportedStatus.Confirmed);
        Assert.Null(await FindReminderAsync(OrderGrain(), PurchaseGrain.Deadline));

        await _programme.Grains.GetGrain<IPurchaseGrain>(GrainKeys.Order(_story.Order("1")))
            .ApplyAsync(new PurchaseSnapshot(_story.Order("1"), _story.Id, Revision: 9, due));

        Assert.NotNull(await FindReminderAsync(OrderGrain(), PurchaseGrain.Deadline));
    }

    [Fact]
    public async Task Reminder_of_the_month_goes_with_the_save_that_closes_it()
    {
        await _story.ReportAsync(100, ReportedStatus.Confirmed);
        Assert.NotNull(await FindReminderAsync(_story.Subscriber.GetGrainId(), "settlement"));

        await _programme.SkipAsync(TimeSpan.FromDays(40));
        await _story.Operations.SettleAsync();

        Assert.Null(await FindReminderAsync(_story.Subscriber.GetGrainId(), "settlement"));
    }

    [Fact]
    public async Task Subscriber_who_was_woken_for_the_settlement_sleeps_again_and_owes_nothing()
    {
        await _story.ReportAsync(100, ReportedStatus.Confirmed);
        await _programme.RestartAsync();
        await _programme.SkipAsync(TimeSpan.FromDays(40));

        await _story.Operations.SettleAsync();

        await Eventually.TrueAsync(
            async () => await FindReminderAsync(_story.Subscriber.GetGrainId(), "outbox") is null
                && (await ReadAsync<Subscriber>(StateNames.Subscriber, _story.Subscriber.GetGrainId()))!.Outbox.Entries.IsEmpty,
            "the outbox is empty without a tick of its reminder");
        Assert.Contains(Sent(), letter => letter.Text.Contains("was topped up with", StringComparison.Ordinal));
        await Eventually.TrueAsync(
            async () =>
            {
                var before = _programme.Faults.ReadsOf(StateNames.Subscriber);
                await _story.BalanceAsync();
                return _programme.Faults.ReadsOf(StateNames.Subscriber) > before;
            },
            "the next call wakes the subscriber anew");
    }

    /// <summary>Its grain has the line as it was before, and does not see the write.</summary>
    [Fact]
    public async Task Purchase_that_left_the_record_while_its_own_grain_was_active_is_still_known()
    {
        await _story.ReportAsync(100, ReportedStatus.Confirmed);
        var purchase = _programme.Grains.GetGrain<IPurchaseGrain>(GrainKeys.Order(_story.Order("1")));
        Assert.Equal(_story.Id, await purchase.GetOwnerAsync());

        await _programme.SkipAsync(TimeSpan.FromDays(40));
        await _story.Operations.SettleAsync();
        await _story.Operations.DrainOutboxAsync();

        Assert.Equal(_story.Id, (await purchase.GetArchivedAsync())!.SubscriberId);
        await _story.ReportAsync(100, ReportedStatus.Declined);
        Assert.Equal(PurchaseStatus.Reversed, (await _story.PurchaseAsync()).Status);
    }

    [Fact]
    public async Task Settlement_stays_armed_when_a_credit_comes_while_a_stray_tick_disarms_it()
    {
        var stories = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => NewStoryAsync($"+7916555{n:D4}")));
        foreach (var each in stories)
        {
            await each.ReportAsync(100, ReportedStatus.Confirmed);
            await each.ReportAsync(100, ReportedStatus.Declined);
        }

        await _programme.SkipAsync(TimeSpan.FromDays(40));
        await Task.WhenAll(stories.SelectMany(each => (Task[])
        [
            each.Subscriber.AsReference<IRemindable>().ReceiveReminder("settlement", default),
            each.ReportAsync(70, ReportedStatus.Confirmed, "2"),
        ]));

        foreach (var each in stories)
        {
            Assert.NotNull(await FindReminderAsync(each.Subscriber.GetGrainId(), "settlement"));
        }
    }

    [Fact]
    public async Task Line_that_belongs_to_another_does_not_count_and_its_deadline_stays_with_the_owner()
    {
        await _story.ReportAsync(100, ReportedStatus.Created);
        var other = await NewStoryAsync("+79161234568");
        var report = _story.Report(100, ReportedStatus.Confirmed, "1", null);

        Assert.Equal(ReportResult.Applied, (await other.Partner.ReportOrderAsync(report)).Result);
        await other.Operations.DrainOutboxAsync();

        Assert.Equal(PurchaseStatus.Reversed, (await other.Subscriber.GetPurchaseAsync(report.Order))!.Status);
        Assert.Equal(0, (await other.BalanceAsync()).AccruedThisMonth);
        Assert.NotNull(await FindReminderAsync(OrderGrain(), PurchaseGrain.Deadline));
        Assert.Equal(_story.Id, (await ReadAsync<OrderLine>(StateNames.Purchase, OrderGrain()))!.SubscriberId);
    }

    [Fact]
    public async Task Message_of_a_save_whose_answer_was_lost_is_sent_by_its_reminder()
    {
        _programme.Faults.FailWrite(StateNames.Subscriber, FaultPoint.AfterCommit);
        await Assert.ThrowsAnyAsync<Exception>(() => _story.ReportOnceAsync(100, ReportedStatus.Created));
        Assert.Empty(Sent());

        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Single(Sent());
    }

    private async Task ReportAndSendAsync()
    {
        await _story.ReportAsync(100, ReportedStatus.Created);
        await Eventually.TrueAsync(() => Task.FromResult(Sent().Count == 1), "the message is out");
        Assert.NotEmpty((await ReadAsync<Subscriber>(StateNames.Subscriber, _story.Subscriber.GetGrainId()))!.Outbox.Entries);
    }

    private async Task<Story> NewStoryAsync(string phone)
    {
        var made = new Story(_programme, _programme.Services.GetRequiredService<IdSource>().Next(), phone);
        await made.RegisterAsync();
        return made;
    }

    private GrainId OrderGrain() => _programme.Grains.GetGrain<IPurchaseGrain>(GrainKeys.Order(_story.Order("1"))).GetGrainId();

    private int Writes(string state) => _programme.Faults.WritesOf(state);

    private IReadOnlyList<SandboxLetter> Sent() => _outbox.List("+79161234567");

    private async Task<ReminderEntry?> FindReminderAsync(GrainId grain, string name) =>
        await _programme.Services.GetRequiredService<IReminderTable>().ReadRow(grain, name);

    private async Task<T?> ReadAsync<T>(string stateName, GrainId grain)
        where T : class
    {
        var state = new GrainState<Stored<T>> { State = new() };
        await _programme.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Ledger).ReadStateAsync(stateName, grain, state);
        return state.State.Record;
    }
}
