using System.Data.Common;
using Cashback.Messages;
using Cashback.Gateways;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Messages;

public sealed class MessageGrainTests : IAsyncLifetime
{
    private const string Number = "+79161234567";

    // Outside the programme, as an SMS service is: they outlive a restart.
    private readonly SandboxControls _controls = new();
    private readonly SandboxOutbox _outbox = new();
    private TestProgramme _programme = null!;

    private IMessageGrain Grain => _programme.Grains.GetGrain<IMessageGrain>(GrainKeys.Message("01J:m1"));

    public async ValueTask InitializeAsync() =>
        _programme = await TestProgramme.StartAsync(builder => builder.Services.AddSingleton(_controls).AddSingleton(_outbox));

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Message_is_sent_at_once_and_a_repetition_changes_nothing()
    {
        await Grain.SendAsync(Confirmed("М.Видео"));
        await Grain.SendAsync(Confirmed("М.Видео"));
        await Grain.SendAsync(Confirmed("Another"));
        await _programme.AdvanceAsync(TimeSpan.FromHours(2));

        var letter = Assert.Single(_outbox.List());
        Assert.Equal((Number, "sms", "М.Видео: покупка подтверждена, +65 бонусов"), (letter.To, letter.Channel, letter.Text));
        Assert.Equal(1, _controls.Sms.Calls);
    }

    [Fact]
    public async Task Message_that_could_not_be_sent_is_tried_after_1_2_and_5_minutes()
    {
        _controls.Sms.FailNext(3);
        var start = _programme.Now;

        await Grain.SendAsync(Confirmed("М.Видео"));
        Assert.Empty(_outbox.List());
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(30));

        var letter = Assert.Single(_outbox.List());
        Assert.InRange(letter.At - start, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(9));
        Assert.Equal(4, _controls.Sms.Calls);
        await AssertNotTriedAnyMoreAsync();
    }

    [Fact]
    public async Task First_message_stands_while_it_waits()
    {
        _controls.Sms.FailNext(2);

        await Grain.SendAsync(Confirmed("First"));
        await Grain.SendAsync(Confirmed("Second"));
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.StartsWith("First:", Assert.Single(_outbox.List()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultPoint.BeforeCommit)]
    [InlineData(FaultPoint.AfterCommit)]
    public async Task Nothing_is_sent_before_the_message_is_durable(FaultPoint point)
    {
        _programme.Faults.FailWrite(StateNames.Message, point);

        await Assert.ThrowsAnyAsync<Exception>(() => Grain.SendAsync(Confirmed("М.Видео")));
        Assert.Equal(0, _controls.Sms.Calls);

        await RepeatAsync();
        Assert.Single(_outbox.List());
    }

    [Theory]
    [InlineData(FaultPoint.BeforeCommit)]
    [InlineData(FaultPoint.AfterCommit)]
    public async Task Message_whose_sending_could_not_be_noted_is_asked_for_and_not_sent_again(FaultPoint point)
    {
        _programme.Faults.FailWrite(StateNames.Message, point, nth: 2);

        await Assert.ThrowsAnyAsync<Exception>(() => Grain.SendAsync(Confirmed("М.Видео")));
        await RepeatAsync();

        Assert.Single(_outbox.List());
        Assert.Equal(1, _controls.Sms.Calls);
    }

    [Fact]
    public async Task Answer_that_was_lost_is_asked_for_before_the_message_is_sent_again()
    {
        _controls.Sms.LoseAnswers(1);
        await Grain.SendAsync(Confirmed("М.Видео"));

        await _programme.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Equal((1, MessageStatus.Sent), (_controls.Sms.Calls, (await Grain.GetAsync())!.Status));
    }

    [Fact]
    public async Task News_that_may_have_gone_out_is_unknown_where_the_service_can_not_tell()
    {
        (_controls.ForgetsIds, var calls) = (true, _controls.Sms.Calls);
        _controls.Sms.LoseAnswers(1);
        await Grain.SendAsync(Confirmed("М.Видео"));

        await _programme.AdvanceAsync(TimeSpan.FromHours(2));

        var message = (await Grain.GetAsync())!;
        Assert.Equal((calls + 1, MessageStatus.Unknown, "no-answer"), (_controls.Sms.Calls, message.Status, message.Reason));
        Assert.Single(_outbox.List());
    }

    [Fact]
    public async Task Code_that_is_waited_for_is_sent_again_where_the_service_can_not_tell()
    {
        _controls.ForgetsIds = true;
        _controls.Sms.FailNext(1);
        await Grain.SendAsync(Confirmed("М.Видео") with { Template = "certificate-issued", Values = new Dictionary<string, string> { ["bonuses"] = "500", ["code"] = "ABCD" } });

        await _programme.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Equal((2, MessageStatus.Sent), (_controls.Sms.Calls, (await Grain.GetAsync())!.Status));
    }

    /// <summary>The process that decided the message may have sent it, and died before it could say so.</summary>
    [Theory]
    [InlineData(false, 1, MessageStatus.Sent)]
    [InlineData(true, 0, MessageStatus.Unknown)]
    public async Task Message_of_a_process_that_died_is_sent_only_if_it_surely_was_not(bool forgetsIds, int sent, MessageStatus status)
    {
        _controls.ForgetsIds = forgetsIds;

        await Grain.ResumeAsync(Confirmed("М.Видео"));

        Assert.Equal((sent, status), (_controls.Sms.Calls, (await Grain.GetAsync())!.Status));
    }

    [Fact]
    public async Task Message_waits_through_a_restart()
    {
        _controls.Sms.FailNext(1);
        await Grain.SendAsync(Confirmed("М.Видео"));

        await _programme.SkipAsync(TimeSpan.FromHours(3));
        await _programme.RestartAsync();
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Single(_outbox.List());
    }

    [Fact]
    public async Task Message_that_the_service_refuses_for_good_is_not_tried_again()
    {
        _controls.Sms.Refuse("no such number");

        await Grain.SendAsync(Confirmed("М.Видео"));
        _controls.Sms.Refuse(null);
        await Grain.SendAsync(Confirmed("М.Видео"));

        Assert.Empty(_outbox.List());
        await AssertNotTriedAnyMoreAsync();
    }

    [Fact]
    public async Task Message_is_given_up_after_a_day()
    {
        _controls.Sms.FailNext(int.MaxValue);
        await Grain.SendAsync(Confirmed("М.Видео"));
        for (var hour = 0; hour < 26; hour++)
        {
            await _programme.AdvanceAsync(TimeSpan.FromHours(1));
        }

        _controls.Sms.FailNext(0);
        Assert.True(_controls.Sms.Calls > 20);
        await AssertNotTriedAnyMoreAsync();
        Assert.Empty(_outbox.List());
    }

    [Fact]
    public async Task Message_that_can_not_be_told_is_refused_before_it_is_taken_over()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Grain.SendAsync(Confirmed("М.Видео") with { Template = "no-such" }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Grain.SendAsync(Confirmed("М.Видео") with { Values = new Dictionary<string, string>() }));

        Assert.Equal(0, _programme.Faults.WritesOf(StateNames.Message));
    }

    [Fact]
    public async Task Sent_message_leaves_nothing_about_the_person_in_the_store()
    {
        _controls.Sms.FailNext(1);
        await Grain.SendAsync(Confirmed("Zoo-Shop"));
        var waiting = await ReadRecordAsync();
        Assert.Contains(Number[1..], waiting, StringComparison.Ordinal);
        Assert.Contains("Zoo-Shop", waiting, StringComparison.Ordinal);

        await _programme.AdvanceAsync(TimeSpan.FromMinutes(2));

        var sent = await ReadRecordAsync();
        Assert.DoesNotContain(Number[1..], sent, StringComparison.Ordinal);
        Assert.DoesNotContain("Zoo-Shop", sent, StringComparison.Ordinal);
        Assert.Contains("\"sent\"", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letter_goes_by_e_mail_and_leaves_nothing_about_the_person_in_the_store()
    {
        _controls.Email.FailNext(1);

        await Grain.SendAsync(Certificate());
        Assert.Empty(_outbox.List());
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(2));

        var letter = Assert.Single(_outbox.List());
        Assert.Equal(("email", "anna@example.ru", "Ваш сертификат на 5000 ₽"), (letter.Channel, letter.To, letter.Subject));
        Assert.Contains("ABCD-1234", letter.Text, StringComparison.Ordinal);
        Assert.Equal((0, 2), (_controls.Sms.Calls, _controls.Email.Calls));
        var stored = await ReadRecordAsync();
        Assert.DoesNotContain("anna", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("ABCD", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letter_without_an_address_is_refused_before_it_is_taken_over()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Grain.SendAsync(Certificate() with { Email = null }));

        Assert.Equal(0, _programme.Faults.WritesOf(StateNames.Message));
    }

    private static Message Certificate() => new(
        new Phone(Number), "certificate-letter", new Dictionary<string, string> { ["bonuses"] = "5000", ["code"] = "ABCD-1234" }, "ru", "anna@example.ru");

    private static Message Confirmed(string store) => new(
        new Phone(Number), "purchase-confirmed", new Dictionary<string, string> { ["store"] = store, ["bonuses"] = "65" }, "ru");

    /// <summary>The caller's outbox: what failed is tried again, on an activation that has read what is true.</summary>
    private Task RepeatAsync() => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                await Grain.SendAsync(Confirmed("М.Видео"));
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        },
        "the message is taken over");

    private async Task AssertNotTriedAnyMoreAsync()
    {
        var calls = _controls.Sms.Calls;
        await _programme.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal(calls, _controls.Sms.Calls);
    }

    private async Task<string> ReadRecordAsync()
    {
        await using var connection = await _programme.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT CAST(Payload AS TEXT) FROM Ledger WHERE State = '{StateNames.Message}'";
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
