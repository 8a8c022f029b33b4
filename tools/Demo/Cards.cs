namespace Cashback.Demo;

/// <summary>The Money-Weekend card: the bank's feed, a Friday's credit, and the statement.</summary>
public sealed class Cards(Programme programme, Teller teller)
{
    private const string Phone = "+79167654321";
    private const string Card = "bank-0042";
    private static readonly TimeSpan Moscow = TimeSpan.FromHours(3);

    public async Task TellAsync()
    {
        await GoToAsync(DayOfWeek.Monday, 12);
        var signIn = await programme.SignInAsync(Phone);
        await programme.IssueCardAsync(Card, signIn.SubscriberId);
        await FactAsync(true, "A Money-Weekend card beside the bonuses: real money, one card a person.");

        var now = await programme.NowAsync();
        CardLine[] feed =
        [
            new("t1", Card, now, "40000.00", "topUp", null),
            new("t2", Card, now, "4990.50", "purchase", "5816"),
            new("t3", Card, now, "2310.10", "purchase", "5812"),
            new("t4", Card, now, "777.77", "purchase", "5411"),
            new("t5", Card, now, "990.50", "refund", "5816"),
        ];
        var taken = await programme.FeedAsync(feed);
        await FactAsync(taken is { Applied: 5, Refused: 0 }, "The bank's feed: a top-up, a game at 10 %, a restaurant at 5 %, a grocer's at 1 %, and a refund.");
        taken = await programme.FeedAsync([.. feed.Reverse()]);
        await FactAsync(taken is { Applied: 0, Unchanged: 5 }, "The same feed once more, the other way round: nothing changes.");
        var cashback = (await programme.CardAsync()).Cashback;
        await FactAsync(
            cashback.Planned is [{ Amount.Amount: "523.29" }], $"Planned for {cashback.Planned[0].On:yyyy-MM-dd}, the Friday after: {cashback.Planned[0].Amount}.");

        await GoToAsync(DayOfWeek.Friday, 6, weeks: 1);
        cashback = (await programme.CardAsync()).Cashback;
        await FactAsync(cashback.Credits is [{ Status: "paid", Amount.Amount: "523.29" }, ..], $"That Friday: the bank has put {cashback.Credits[0].Amount} on the card.");
        taken = await programme.FeedAsync([new("t6", Card, await programme.NowAsync(), "6000.00", "refund", "5816")]);
        cashback = (await programme.CardAsync()).Cashback;
        await FactAsync(
            taken.Applied == 1 && cashback.Planned[0] is { Amount.Amount: "0.00", CarriedOut.Amount: "-600.00" },
            "A refund after that: its 600 RUB are carried until later weeks have paid them off.");

        var month = DateOnly.FromDateTime(now.ToOffset(Moscow).DateTime);
        await programme.AdvanceAsync(TimeSpan.FromDays(45));
        var statement = await programme.CardStatementAsync(month);
        await FactAsync(
            statement is { Closed: true, Fee.Waiver: "firstMonths" },
            $"The month's statement is closed: balance {statement.ClosingBalance}, interest {statement.Interest}, fee {statement.Fee.Amount} (first months).");
    }

    private async Task FactAsync(bool right, string what)
    {
        await teller.SayAsync(what);
        await teller.CheckAsync(right, what);
    }

    private async Task GoToAsync(DayOfWeek day, int hour, int weeks = 0)
    {
        var now = (await programme.NowAsync()).ToOffset(Moscow);
        var days = ((int)day - (int)now.DayOfWeek + 6) % 7 + 1 + 7 * weeks;
        await programme.AdvanceAsync(new DateTimeOffset(now.Date, Moscow).AddDays(days).AddHours(hour) - now);
    }
}
