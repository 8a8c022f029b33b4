using Cashback.Cards;
using Cashback.Messages;
using Cashback.Gateways;
using Cashback.Subscribers;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Cards;

/// <summary>From the bank's feed to the credit by the bank and the statement, with storage and bank that fail.</summary>
public sealed class CardFlowTests : IAsyncLifetime
{
    // Outside the programme, as a bank is: they outlive a restart.
    private readonly SandboxControls _controls = new();
    private readonly SandboxCardBank _bank;
    private TestProgramme _programme = null!;
    private CardStory _story = null!;

    public CardFlowTests() => _bank = new SandboxCardBank(_controls);

    public async ValueTask InitializeAsync()
    {
        _programme = await TestProgramme.StartAsync(
            builder => builder.Services.AddSingleton(_bank), new Dictionary<string, string?> { [TestProgramme.QuietHours] = "22:00-09:00" });
        _story = new CardStory(_programme, "card-1");
        await _story.GoToMondayAsync();
        await _story.IssueAsync();
    }

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Week_is_credited_on_its_friday_once_though_nobody_looks()
    {
        await _story.TakeAsync(_story.Buy("a", 1_000), _story.Buy("b", 33.35m));
        await _story.GoToFridayAsync(hour: 0, after: 7);
        Assert.Empty(_bank.Book);

        await _programme.AdvanceAsync(TimeSpan.FromHours(4));
        await _programme.AdvanceAsync(TimeSpan.FromDays(3));

        var entry = Assert.Single(_bank.Book);
        Assert.Equal(("card-1", 103.34m, 1), (entry.To, entry.Amount, entry.Requests));
        Assert.True((await _story.ViewAsync()).Credits[0].Transfer!.Answer!.Paid);
    }

    [Fact]
    public async Task Whoever_looks_after_the_friday_sees_it_credited_even_if_the_cluster_was_down()
    {
        await _story.TakeAsync(_story.Buy("a", 1_000));
        await _programme.SkipAsync(TimeSpan.FromDays(12));
        await _programme.RestartAsync();

        var view = await _story.ViewAsync();
        Assert.Equal((100m, 100m), (view.CreditedThisMonth, view.Credits[0].Amount));
        Assert.Empty(view.Planned);
        Assert.Empty(_bank.Book);

        await _programme.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(100, Assert.Single(_bank.Book).Amount);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(FaultPoint.BeforeCommit)]
    [InlineData(FaultPoint.AfterCommit)]
    public async Task Holder_is_told_of_a_credit_once_and_not_at_night(FaultPoint? fault)
    {
        const string Holder = "sub-of-card-1";
        await _programme.Grains.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(Holder))
            .RegisterAsync(new Registration(new Phone("+79161234567"), SubscriberKind.Individual, "ru"));
        await _story.TakeAsync(_story.Buy("a", 1_000), _story.Buy("b", 33.35m));
        var friday = CardWeeks.FridayAfter(_programme.Calendar.DayOf(_programme.Now).AddDays(7));
        var message = _programme.Grains.GetGrain<IMessageGrain>(GrainKeys.Message($"{Holder}-card-card-1-{friday:yyyy-MM-dd}"));
        await _story.GoToFridayAsync(hour: 0, after: 7);
        Assert.Null(await message.GetAsync());
        if (fault is { } point)
        {
            // Two Fridays are settled by the first writes; the third one keeps the bank's answer.
            _programme.Faults.FailWrite(StateNames.Card, point, 3);
        }

        await _programme.AdvanceAsync(TimeSpan.FromHours(4));
        Assert.Equal(MessageStatus.Waiting, (await message.GetAsync())!.Status);
        await _programme.AdvanceAsync(TimeSpan.FromHours(8));

        var sent = (await message.GetAsync())!;
        Assert.Equal(("card-credit", MessageStatus.Sent, 1), (sent.Template, sent.Status, sent.Attempts));
        Assert.Equal(fault is FaultPoint.BeforeCommit ? 2 : 1, Assert.Single(_bank.Book).Requests);
    }

    [Fact]
    public async Task Feed_at_two_machines_at_the_same_moment_counts_once()
    {
        var feed = Enumerable.Range(0, 40).Select(number => _story.Buy($"t{number}", 100 + number)).ToArray();
        var answers = await Task.WhenAll(
            _story.Card.TakeAsync(feed), _story.Card.TakeAsync([.. feed.Reverse()]), _story.Card.TakeAsync(feed));

        Assert.Equal(40, answers.Sum(results => results.Count(result => result.Result == FeedResult.Applied)));
        Assert.Equal(80, answers.Sum(results => results.Count(result => result.Result == FeedResult.Unchanged)));
        Assert.Equal(feed.Sum(line => Kopecks.Round(line.Amount / 10)), (await _story.ViewAsync()).Planned.Sum(credit => credit.Amount));
    }

    [Fact]
    public async Task Bank_that_is_away_is_asked_again_with_the_same_key_until_it_answers()
    {
        _controls.CardBank.FailNext(int.MaxValue);
        await _story.TakeAsync(_story.Buy("a", 1_000));
        await _story.GoToFridayAsync(hour: 3, after: 7);
        await _programme.AdvanceAsync(TimeSpan.FromHours(5));
        Assert.InRange(_controls.CardBank.Calls, 8, 30);
        Assert.Null((await _story.ViewAsync()).Credits[0].Transfer!.Answer);

        _controls.CardBank.FailNext(0);
        _controls.CardBank.LoseAnswers(2);
        _controls.CardBank.DeliverTwice(true);
        await _programme.AdvanceAsync(TimeSpan.FromHours(6));

        Assert.Equal(100, Assert.Single(_bank.Book).Amount);
        Assert.True((await _story.ViewAsync()).Credits[0].Transfer!.Answer!.Paid);
        var calls = _controls.CardBank.Calls;
        await _programme.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal(calls, _controls.CardBank.Calls);
    }

    [Fact]
    public async Task Refused_credit_goes_with_the_next_friday_under_a_key_of_its_own()
    {
        _controls.CardBank.Refuse("the card is closed");
        await _story.TakeAsync(_story.Buy("a", 1_000));
        await _story.GoToFridayAsync(hour: 3, after: 7);
        _controls.CardBank.Refuse(null);
        await _programme.AdvanceAsync(TimeSpan.FromDays(8));

        Assert.Equal([(100m, false), (100m, true)], _bank.Book.Select(entry => (entry.Amount, entry.Answer.Paid)));
        Assert.Equal(2, _bank.Book.Select(entry => entry.Key).Distinct().Count());
        Assert.Equal(0, (await _story.ViewAsync()).Carried);
    }

    [Fact]
    public async Task Person_has_one_card_however_many_are_issued_at_once()
    {
        var cards = Enumerable.Range(0, 6).Select(number => _programme.Grains.GetGrain<ICardGrain>(GrainKeys.Card($"race-{number}")));
        var issued = await Task.WhenAll(cards.Select(card => card.IssueAsync(new CardIssue("sub-race", CardProduct.Debit, 0))));

        Assert.Single(issued, outcome => outcome.Accepted);
        Assert.All(issued.Where(outcome => !outcome.Accepted), outcome => Assert.Equal("one-card-per-person", outcome.Rejection!.Type));
    }

    [Fact]
    public async Task Card_belongs_to_one_person_and_the_loser_can_have_another_one()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(number =>
            _programme.Grains.GetGrain<ICardGrain>(GrainKeys.Card("shared")).IssueAsync(new CardIssue($"sub-{number}", CardProduct.Debit, 0))));
        var winner = Assert.Single(outcomes, outcome => outcome.Accepted).Value!.SubscriberId;
        Assert.All(outcomes.Where(outcome => !outcome.Accepted), outcome => Assert.Equal("card-taken", outcome.Rejection!.Type));

        var loser = winner == "sub-0" ? "sub-1" : "sub-0";
        Assert.True(
            (await _programme.Grains.GetGrain<ICardGrain>(GrainKeys.Card("own")).IssueAsync(
                new CardIssue(loser, CardProduct.Debit, 0))).Accepted);
    }

    [Fact]
    public async Task Transactions_are_read_page_by_page_newest_first_over_the_weeks()
    {
        for (var week = 0; week < 4; week++)
        {
            await _story.TakeAsync([.. Enumerable.Range(0, 5).Select(number => _story.Buy($"w{week}-{number}", 10))]);
            await _programme.AdvanceAsync(TimeSpan.FromDays(7));
        }

        var read = new List<CardTransaction>();
        string? cursor = null;
        do
        {
            var page = await _story.Card.GetTransactionsAsync(cursor, 3);
            Assert.InRange(page!.Items.Count, 1, 3);
            read.AddRange(page.Items.Select(entry => entry.Transaction));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(20, read.Select(transaction => transaction.Id).Distinct().Count());
        Assert.Equal(read.OrderByDescending(line => line.At).ThenByDescending(line => line.Id, StringComparer.Ordinal), read);
        Assert.Null(await _story.Card.GetTransactionsAsync("x", 3));
        Assert.Null(await _story.Card.GetTransactionsAsync("99999999999999999~x", 3));
    }

    [Fact]
    public async Task Closed_statement_does_not_change_and_late_news_stand_in_the_open_one()
    {
        var month = _programme.Calendar.MonthOf(_programme.Now);
        var then = _programme.Now;
        await _story.TakeAsync(_story.Buy("a", 1_000));
        Assert.Null((await _story.Card.GetStatementAsync(month))!.ClosedAt);
        await _programme.AdvanceToAsync(_programme.Calendar.StartOf(CardWeeks.ClosingOf(month)).AddHours(3));

        var closed = await _story.Card.GetStatementAsync(month);
        Assert.NotNull(closed!.ClosedAt);
        await _story.TakeAsync(new CardTransaction("late", then, "5816", 500, CardTransactionKind.Purchase));
        await _programme.RestartAsync();

        var again = await _story.Card.GetStatementAsync(month);
        Assert.Equal(
            (closed.ClosingBalance, closed.Transactions, closed.ClosedAt), (again!.ClosingBalance, again.Transactions, again.ClosedAt));
        var open = await _story.Card.GetStatementAsync(_programme.Calendar.MonthOf(_programme.Now));
        Assert.Equal((1, 1, -1_500m), (open!.Transactions, open.Late, open.ClosingBalance));
        Assert.Null(await _story.Card.GetStatementAsync(month.Previous));
        Assert.Null(await _story.Card.GetStatementAsync(_programme.Calendar.MonthOf(_programme.Now).Next));
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(7)]
    public async Task Id_whose_time_was_moved_into_the_week_beside_counts_once(int days)
    {
        await _programme.AdvanceAsync(TimeSpan.FromDays(7));
        var first = _story.Buy("a", 1_000) with { At = _programme.Now.AddDays(-7) };
        await _story.TakeAsync(first);
        var moved = Assert.Single(await _story.Card.TakeAsync([first with { At = _programme.Now.AddDays(-7 + days) }]));

        Assert.Equal((FeedResult.Refused, "id"), (moved.Result, moved.Field));
        Assert.Equal(FeedResult.Unchanged, Assert.Single(await _story.Card.TakeAsync([first])).Result);
        Assert.Equal(100, (await _story.ViewAsync()).Planned.Sum(credit => credit.Amount));
    }

    [Fact]
    public async Task Unknown_card_takes_nothing()
    {
        var unknown = _programme.Grains.GetGrain<ICardGrain>(GrainKeys.Card("nobodys"));
        Assert.Equal("card", Assert.Single(await unknown.TakeAsync([_story.Buy("a", 1)])).Field);
        Assert.Null(await unknown.GetAsync());
    }
}
