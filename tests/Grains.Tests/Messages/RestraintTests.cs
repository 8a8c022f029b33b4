using Cashback.Messages;
using Cashback.Gateways;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Messages;

/// <summary>What is not urgent waits for the quiet hours' end, and is not sent over the limits.</summary>
public sealed class RestraintTests : IAsyncLifetime
{
    private readonly SandboxControls _controls = new();
    private readonly SandboxOutbox _outbox = new();
    private TestProgramme _programme = null!;
    private readonly Dictionary<string, MessageView?> _ended = [];
    private int _numbers;

    private Messenger Messenger => _programme.Services.GetRequiredService<Messenger>();

    public async ValueTask InitializeAsync() => _programme = await TestProgramme.StartAsync(
        builder => builder.Services.AddSingleton(_controls).AddSingleton(_outbox),
        new Dictionary<string, string?> { [TestProgramme.QuietHours] = "22:00-09:00", ["Cashback:Programme:SmsPartsPerDay"] = "3" });

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task News_of_the_night_come_in_the_morning_even_after_a_restart(bool straight)
    {
        await GoToAsync(23);
        var id = await SendAsync("purchase-confirmed", straight);

        var (waiting, nine) = (await ViewAsync(id), At(9).AddDays(1));
        Assert.Equal((MessageStatus.Waiting, MessageRules.QuietHoursNow, 0), (waiting!.Status, waiting.Reason, waiting.Attempts));
        Assert.InRange(waiting.NotBefore!.Value, nine, nine.AddHours(1));

        await _programme.AdvanceToAsync(nine.AddMinutes(-1));
        await _programme.RestartAsync();
        Assert.Equal(0, _controls.Sms.Calls);
        await _programme.AdvanceToAsync(nine.AddMinutes(70));

        Assert.Single(_outbox.List());
        Assert.Equal(MessageStatus.Sent, (await ViewAsync(id))!.Status);
        Assert.Equal(1, _controls.Sms.Calls);
    }

    [Fact]
    public async Task Message_that_is_asked_for_again_at_night_still_waits()
    {
        await GoToAsync(23);
        var id = await SendAsync("purchase-confirmed", straight: true);
        await Grain(id).SendAsync(Make("purchase-confirmed"));

        Assert.Equal(0, _controls.Sms.Calls);
        await _programme.AdvanceToAsync(At(10).AddDays(1).AddMinutes(10));
        Assert.Single(_outbox.List());
    }

    [Fact]
    public async Task Codes_that_are_waited_for_and_letters_come_at_night()
    {
        await GoToAsync(3);
        await SendAsync(Urgent, straight: true);
        await SendAsync("certificate-letter", straight: true);

        Assert.Equal(["email", "sms"], _outbox.List().Select(letter => letter.Channel));
    }

    [Fact]
    public async Task What_goes_over_the_programmes_limit_of_the_day_is_noted_and_the_next_day_begins_anew()
    {
        await GoToAsync(12);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await SendAsync("purchase-confirmed", straight: true));
        }

        await SendAsync(Urgent, straight: true);
        Assert.Equal(4, _outbox.List().Count);
        var views = await Task.WhenAll(ids.Select(ViewAsync));
        Assert.Equal(3, views.Count(view => view!.Status == MessageStatus.Sent));
        Assert.All(
            views.Skip(3), view => Assert.Equal((MessageStatus.Dropped, MessageRules.OverProgrammesLimit), (view!.Status, view.Reason)));

        await _programme.AdvanceToAsync(At(12).AddDays(1));
        await SendAsync("purchase-confirmed", straight: true);
        Assert.Equal(5, _outbox.List().Count);
    }

    [Fact]
    public async Task Message_that_could_not_be_sent_gives_its_allowance_back()
    {
        await GoToAsync(12);
        _controls.Sms.FailNext(5);
        for (var i = 0; i < 5; i++)
        {
            await SendAsync("purchase-confirmed", straight: true);
        }

        await SendAsync("purchase-confirmed", straight: true);

        Assert.Single(_outbox.List());
    }

    [Fact]
    public async Task Limit_holds_over_restarts_and_is_never_exceeded()
    {
        await GoToAsync(12);
        await SendAsync("purchase-confirmed", straight: true);
        await _programme.RestartAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync("purchase-confirmed", straight: true)));

        Assert.Equal(3, _outbox.List().Count);
    }

    [Fact]
    public async Task Message_marked_by_its_sender_is_only_noted()
    {
        await GoToAsync(12);
        var first = await Messenger.SendAsync("01J-x", Make("purchase-confirmed") with { Drop = MessageRules.OverNumbersLimit });

        Assert.Equal((SendingState.Dropped, MessageRules.OverNumbersLimit), (first.Ended!.State, first.Ended.LastError));
        Assert.Null(await ViewAsync("01J-x"));
        Assert.Equal(0, _controls.Sms.Calls);
    }

    [Fact]
    public async Task Attempt_that_failed_is_not_made_twice()
    {
        await GoToAsync(12);
        _controls.Sms.FailNext(1);
        var id = await SendAsync("purchase-confirmed", straight: true);

        Assert.Equal(1, _controls.Sms.Calls);
        Assert.Equal((MessageStatus.Waiting, 1), ((await ViewAsync(id))!.Status, (await ViewAsync(id))!.Attempts));
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(2, _controls.Sms.Calls);
        Assert.Single(_outbox.List());
    }

    private static string Urgent => MessageTemplates.All.First(template => template is { Urgent: true, Channel: MessageChannel.Sms }).Name;

    /// <param name="straight">By the messenger, as the subscriber does; else by the message's grain, as after a crash.</param>
    private async Task<string> SendAsync(string template, bool straight)
    {
        var id = $"01J-{Interlocked.Increment(ref _numbers)}";
        if (straight)
        {
            var first = await Messenger.SendAsync(id, Make(template));
            Assert.True(first.IsTried);
            lock (_ended)
            {
                _ended[id] = first.Ended?.ToView(id);
            }
        }
        else
        {
            await Grain(id).SendAsync(Make(template));
        }

        return id;
    }

    private IMessageGrain Grain(string id) => _programme.Grains.GetGrain<IMessageGrain>(GrainKeys.Message(id));

    /// <summary>A message that ended with its first attempt has no record of its own.</summary>
    private async Task<MessageView?> ViewAsync(string id) => await Grain(id).GetAsync() ?? _ended.GetValueOrDefault(id);

    private DateTimeOffset At(int hour)
    {
        var local = _programme.Calendar.Local(_programme.Now);
        return _programme.Calendar.At(DateOnly.FromDateTime(local.DateTime), new TimeOnly(hour, 0));
    }

    private Task GoToAsync(int hour) => _programme.AdvanceToAsync(At(hour).AddDays(1));

    private static Message Make(string template) => new(
        new Phone("+79161234567"),
        template,
        new Dictionary<string, string> { ["store"] = "Ozon", ["bonuses"] = "65", ["code"] = "ABCD-1234" },
        "en",
        "anna@example.ru");
}
