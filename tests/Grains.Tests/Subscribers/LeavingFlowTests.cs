using Cashback.Certificates;
using Cashback.Phones;
using Cashback.Purchases;
using Cashback.Sessions;
using Cashback.Gateways;
using Cashback.Subscribers;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>Leaving and coming anew, among the grains that take part in it.</summary>
public class LeavingFlowTests : IAsyncLifetime
{
    private const string Number = "+79161234567";
    private TestProgramme _programme = null!;

    protected virtual Database Database => Database.Sqlite;

    public async ValueTask InitializeAsync() => _programme = await TestProgramme.StartAsync(Database);

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Theory]
    [InlineData(FaultPoint.BeforeCommit)]
    [InlineData(FaultPoint.AfterCommit)]
    public async Task Leaving_repeated_after_a_failure_brings_one_certificate_by_letter(FaultPoint point)
    {
        var story = await EarnerAsync("a@b.ru", 700);
        _programme.Faults.FailWrite(StateNames.Subscriber, point);

        await Assert.ThrowsAnyAsync<Exception>(() => story.Subscriber.LeaveAsync(false));
        var exit = (await story.Subscriber.LeaveAsync(false)).Value!;
        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(new ExitView(true, 700, 0, 0, "a@b.ru"), exit);
        var letter = Assert.Single(_programme.Services.GetRequiredService<SandboxOutbox>().List("a@b.ru"));
        var certificate = Assert.Single((await story.Subscriber.GetCertificatesAsync(null, 10))!.Items);
        Assert.Contains(certificate.Code!, letter.Text, StringComparison.Ordinal);
        Assert.True(CertificateCode.TryRead(certificate.Code, out var code));
        var hash = _programme.Services.GetRequiredService<CertificateCodes>().HashOf(code);
        Assert.Equal(700, (await _programme.Grains.GetGrain<ICertificateGrain>(GrainKeys.Certificate(hash)).GetAsync())!.Denomination);
    }

    [Fact]
    public async Task Leaving_many_times_at_once_brings_one_certificate()
    {
        var story = await EarnerAsync("a@b.ru", 700);

        var exits = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => story.Subscriber.LeaveAsync(false)));

        Assert.All(exits, exit => Assert.Equal(700, exit.Value!.Sum));
        Assert.Single((await story.Subscriber.GetCertificatesAsync(null, 10))!.Items);
    }

    [Fact]
    public async Task Postbacks_at_the_same_moment_are_in_the_certificate_or_credited_to_nobody()
    {
        var story = await EarnerAsync("a@b.ru", 700);

        var reports = Enumerable.Range(0, 20).Select(line => story.ReportAsync(10, ReportedStatus.Confirmed, $"more-{line}")).ToArray();
        var exit = (await story.Subscriber.LeaveAsync(false)).Value!;
        await Task.WhenAll(reports);

        var balance = await story.BalanceAsync();
        Assert.Equal((0L, 0L, 0L), (balance.Available, balance.Savings, balance.AccruedThisMonth));
        var purchases = await story.PurchasesAsync(100);
        Assert.Equal(21, purchases.Count);
        Assert.Equal(exit.Sum, purchases.Sum(purchase => purchase.Credited));
    }

    [Fact]
    public async Task Nothing_is_done_in_the_name_of_one_who_has_left()
    {
        var story = await EarnerAsync(null, 700);
        Assert.False((await story.Subscriber.LeaveAsync(false)).Value!.Left);
        Assert.True((await story.Subscriber.LeaveAsync(true)).Value!.Left);

        var subscriber = story.Subscriber;
        Assert.Equal("left-programme", (await subscriber.ChangeProfileAsync(new ProfileChange("a@b.ru", null))).Rejection!.Type);
        Assert.Equal("left-programme", (await story.Partner.VisitStoreAsync(new StoreVisit("shop", "Shop", Rate.OfPercent(5)))).Rejection!.Type);
        Assert.Equal("left-programme", (await subscriber.AddGoalAsync(new NewGoal(GoalType.Smartphone, null, null, null))).Rejection!.Type);
        Assert.Equal("left-programme", (await subscriber.ChangeGoalAsync("g1", new GoalChange(true, 5, false, null))).Rejection!.Type);
        Assert.Equal("left-programme", (await subscriber.RemoveGoalAsync("g1")).Rejection!.Type);
        Assert.Equal("left-programme", (await subscriber.ReorderGoalsAsync(["g1"])).Rejection!.Type);
        Assert.Equal("left-programme", (await subscriber.BuyCertificateAsync(new CertificateOrder("o", 100))).Rejection!.Type);
        Assert.NotNull((await subscriber.GetAccountAsync())!.LeftAt);

        await story.PassThe1stAsync();
        Assert.DoesNotContain(await story.HistoryAsync(), line => line.Type == "settlement");
    }

    [Fact]
    public async Task Top_up_that_is_refused_after_leaving_becomes_a_further_certificate_by_letter()
    {
        var story = await EarnerAsync("a@b.ru", 700);
        var billing = _programme.Services.GetRequiredService<SandboxControls>().Billing;
        billing.FailNext(int.MaxValue);
        await story.PassThe1stAsync();
        Assert.Equal(new ExitView(true, 0, 0, 700, "a@b.ru"), (await story.Subscriber.LeaveAsync(false)).Value);

        billing.Refuse("номер закрыт");
        billing.FailNext(0);
        await _programme.AdvanceAsync(TimeSpan.FromHours(3));

        Assert.Equal(700, Assert.Single((await story.Subscriber.GetCertificatesAsync(null, 10))!.Items).Denomination);
        Assert.Single(_programme.Services.GetRequiredService<SandboxOutbox>().List("a@b.ru"));
        Assert.Equal(0, (await story.BalanceAsync()).InPayout);
    }

    [Fact]
    public async Task Sign_ins_end_at_once_and_the_number_comes_anew_as_another()
    {
        var first = await SignInAsync();
        var session = _programme.Grains.GetGrain<ISessionGrain>(GrainKeys.Session(first.Session!.SessionId));
        Assert.Equal(first.Session.SubscriberId, await session.GetSubscriberIdAsync());
        await Subscriber(first).LeaveAsync(true);

        Assert.Null(await session.GetSubscriberIdAsync());
        Assert.Null(await session.RefreshAsync(first.Session.TokenNumber));
        var second = await SignInAsync();

        Assert.True(second.Registered);
        Assert.NotEqual(first.Session.SubscriberId, second.Session!.SubscriberId);
        Assert.Equal([first.Session.SubscriberId], await Phone.GetFormerOwnersAsync());
        Assert.Equal(second.Session.SubscriberId, await Phone.GetSubscriberIdAsync());
        Assert.NotNull((await Subscriber(first).GetAccountAsync())!.LeftAt);
        Assert.False((await SignInAsync()).Registered);
    }

    /// <summary>Every signed-in request asks the sign-in; asking its subscriber too would be a second call for each.</summary>
    [Fact]
    public async Task Sign_in_answers_by_itself_while_its_subscriber_can_not_be_read()
    {
        var session = _programme.Grains.GetGrain<ISessionGrain>(GrainKeys.Session("01JDSESSN0000000000000000X"));
        await session.StartAsync("01JDN0SVB0000000000000000X");
        _programme.Faults.FailReads(StateNames.Subscriber, () => new TimeoutException("no answer"));

        Assert.Equal("01JDN0SVB0000000000000000X", await session.GetSubscriberIdAsync());
    }

    /// <summary>The sign-ins end after the leaving is saved; if that fails, the request is repeated, or a refresh ends them.</summary>
    [Theory]
    [InlineData(FaultPoint.BeforeCommit)]
    [InlineData(FaultPoint.AfterCommit)]
    public async Task Sign_ins_end_also_if_the_first_attempt_to_end_them_fails(FaultPoint point)
    {
        var first = await SignInAsync();
        var session = _programme.Grains.GetGrain<ISessionGrain>(GrainKeys.Session(first.Session!.SessionId));
        _programme.Faults.FailWrite(StateNames.Session, point);

        await Assert.ThrowsAnyAsync<Exception>(() => Subscriber(first).LeaveAsync(true));
        Assert.Null(await session.RefreshAsync(first.Session.TokenNumber));
        await Subscriber(first).LeaveAsync(true);

        Assert.Null(await session.GetSubscriberIdAsync());
    }

    [Fact]
    public async Task Sign_in_at_the_moment_of_leaving_is_no_way_into_what_was_left()
    {
        for (var round = 0; round < 10; round++)
        {
            // A code that came to nothing makes the next ones come later.
            await _programme.SkipAsync(TimeSpan.FromHours(1));
            var first = await SignInAsync();
            var challenge = await RequestAsync();
            var leaving = Subscriber(first).LeaveAsync(true);
            var verdict = await Phone.SignInAsync(challenge.Id, challenge.Code);
            await leaving;

            var owner = verdict.Session is { } given
                ? await _programme.Grains.GetGrain<ISessionGrain>(GrainKeys.Session(given.SessionId)).GetSubscriberIdAsync()
                : null;
            Assert.True(
                owner is null || !await _programme.Grains.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(owner)).HasLeftAsync());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Number_that_signs_in_many_times_at_once_registers_one_subscriber(bool afterLeaving)
    {
        if (afterLeaving)
        {
            await Subscriber(await SignInAsync()).LeaveAsync(true);
        }

        var challenge = await RequestAsync();
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Phone.SignInAsync(challenge.Id, challenge.Code)));

        var owner = await Phone.GetSubscriberIdAsync();
        Assert.All(verdicts.Where(verdict => verdict.Session is not null), verdict => Assert.Equal(owner, verdict.Session!.SubscriberId));
        Assert.Single(verdicts, verdict => verdict.Registered);
        Assert.Equal(afterLeaving ? 1 : 0, (await Phone.GetFormerOwnersAsync()).Count);
    }

    [Theory]
    [InlineData(FaultPoint.BeforeCommit, 1)]
    [InlineData(FaultPoint.AfterCommit, 1)]
    [InlineData(FaultPoint.BeforeCommit, 2)]
    [InlineData(FaultPoint.AfterCommit, 2)]
    [InlineData(FaultPoint.BeforeCommit, 3)]
    [InlineData(FaultPoint.AfterCommit, 3)]
    public async Task Coming_anew_is_completed_by_the_same_code_whichever_write_fails(FaultPoint point, int write)
    {
        var first = await SignInAsync();
        await Subscriber(first).LeaveAsync(true);
        var challenge = await RequestAsync();
        _programme.Faults.FailWrite(StateNames.Phone, point, write);

        await Assert.ThrowsAnyAsync<Exception>(() => Phone.SignInAsync(challenge.Id, challenge.Code));
        var again = await Phone.SignInAsync(challenge.Id, challenge.Code);

        // With the last write behind it the code is used up, and the number is the new subscriber's.
        var owner = again.Session?.SubscriberId ?? (await SignInAsync()).Session!.SubscriberId;
        Assert.NotEqual(first.Session!.SubscriberId, owner);
        Assert.Equal(owner, await Phone.GetSubscriberIdAsync());
        Assert.Equal([first.Session.SubscriberId], await Phone.GetFormerOwnersAsync());
    }

    private int _addresses;

    private IPhoneGrain Phone => _programme.Grains.GetGrain<IPhoneGrain>(GrainKeys.Phone(new Phone(Number)));

    private ISubscriberAccountGrain Subscriber(SignInVerdict verdict) =>
        _programme.Grains.GetGrain<ISubscriberAccountGrain>(GrainKeys.Subscriber(verdict.Session!.SubscriberId));

    private async Task<SignInVerdict> SignInAsync()
    {
        var challenge = await RequestAsync();
        return await Phone.SignInAsync(challenge.Id, challenge.Code);
    }

    private async Task<(string Id, string Code)> RequestAsync()
    {
        await _programme.SkipAsync(TimeSpan.FromMinutes(2));
        var requested = await Phone.RequestCodeAsync(new CodeRequest(new RegistrationDetails("en"), $"address {++_addresses}", 1_000));
        var sms = _programme.Services.GetRequiredService<SandboxOutbox>().List(Number).First(
            letter => letter.Text.Contains("code", StringComparison.Ordinal));
        return (requested.ChallengeId!, sms.Text[..6]);
    }

    private async Task<Story> EarnerAsync(string? email, long bonuses)
    {
        var story = new Story(_programme, "01JDLEAVER0000000000000000", Number);
        await story.Events.RegisterAsync(new Registration(new Phone(Number), SubscriberKind.Individual, "en", email));
        if (email is not null)
        {
            await story.Subscriber.ConfirmEmailAsync(email);
        }

        await story.ReportAsync(bonuses, ReportedStatus.Confirmed);
        return story;
    }
}
