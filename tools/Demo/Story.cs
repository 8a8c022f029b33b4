namespace Cashback.Demo;

/// <summary>The whole story of one subscriber, from the first sign-in to a purchase that the shop forgot.</summary>
public sealed class Story
{
    private const string Phone = "+79161234567";
    private const string FivePercentShop = "ozon";
    private const string DollarShop = "aliexpress";
    private const string SlowShop = "ostrovok";
    private static readonly TimeSpan Moscow = TimeSpan.FromHours(3);
    private readonly Programme programme;
    private readonly Teller teller;
    private string subscriberId = "";

    private Story(HttpClient http, TextWriter output)
    {
        programme = new Programme(http);
        teller = new Teller(programme, output);
    }

    /// <returns>Whether every balance was right.</returns>
    public static async Task<bool> RunAsync(HttpClient http, TextWriter output)
    {
        var story = new Story(http, output);
        try
        {
            await story.TellAsync();
        }
        catch (Exception e) when (e is StoryException or HttpRequestException or TaskCanceledException)
        {
            await output.WriteLineAsync($"The story broke off: {e.Message}");
            return false;
        }

        await output.WriteLineAsync(story.teller.Wrong == 0 ? "Every balance was right." : $"{story.teller.Wrong} wrong.");
        return story.teller.Wrong == 0;
    }

    private async Task TellAsync()
    {
        await GoToAsync(5, 12);
        await JoinAsync();
        var dollars = await EarnAsync();
        await ReachTheCapAsync();
        await SettleAsync("The 1st: the month is settled and tops up the phone.", topUp: 10_000);
        await TakeBackAsync(dollars);
        await ForgetAsync();
        await SettleAsync("The next 1st: the debt is paid off first, the rest tops up the phone.", topUp: 210);
        await LookBackAsync();
        await new Campaigns(programme, teller).TellAsync();
        await new Certificates(programme, teller).TellAsync();
        await new Cards(programme, teller).TellAsync();
        await new Devices(programme, teller).TellAsync();
        await new Proofs(programme, teller).TellAsync();
    }

    private async Task JoinAsync()
    {
        var signIn = await programme.SignInAsync(Phone);
        subscriberId = signIn.SubscriberId;
        await teller.CheckAsync(signIn.Registered, "the first sign-in registers the subscriber");
        await teller.StepAsync("Signed in with the code from the SMS; registered, the goal is topping up the own number.");
    }

    /// <returns>The purchase in dollars, which is taken back later.</returns>
    private async Task<string> EarnAsync()
    {
        var shop = await programme.ShopAsync(FivePercentShop);
        await teller.StepAsync($"Found {shop.Name} in the catalogue: {shop.Rate}, confirmed within {shop.ConfirmationDays} days.");
        var click = await programme.ClickAsync(shop.Id);
        await teller.StepAsync($"Went to {shop.Name} by a link that carries the click {click.ClickId[..8]}….");

        await programme.PostbackAsync("1001", "new", click.ClickId, "1299.49");
        await teller.StepAsync("The network reports an order of 1 299.49 RUB: 5 % are 64.9745, so 65.", pending: 65);
        await programme.PostbackAsync("1001", "approved", click.ClickId, "1299.49");
        await teller.StepAsync("The network confirms it.", month: 65);
        var again = await programme.PostbackAsync("1001", "approved", click.ClickId, "1299.49");
        await teller.StepAsync($"The same postback once more: {again.Result}.", month: 65);

        await programme.PostbackAsync("1002", "new", click.ClickId, "2000");
        await teller.StepAsync("Another line of 2 000 RUB.", month: 65, pending: 100);
        await programme.PostbackAsync("1002", "declined", click.ClickId, "2000");
        await teller.StepAsync("The shop declines it.", month: 65);

        await programme.SetExchangeRateAsync(DateOnly.FromDateTime((await programme.NowAsync()).UtcDateTime), "USD", "90.50");
        var abroad = await programme.ClickAsync(DollarShop);
        await programme.PostbackAsync("2001", "new", abroad.ClickId, "49.90", "USD");
        var answer = await programme.PostbackAsync("2001", "approved", abroad.ClickId, "49.90", "USD");
        await teller.StepAsync("A purchase of 49.90 USD in another shop, at 90.50 RUB a dollar: 4.2 % are 189.67, so 190.", month: 255);
        return answer.PurchaseId!;
    }

    private async Task ReachTheCapAsync()
    {
        var click = await programme.ClickAsync(FivePercentShop);
        var answer = await programme.PostbackAsync("1003", "approved", click.ClickId, "300000");
        var purchase = await programme.PurchaseAsync(answer.PurchaseId!);
        await teller.StepAsync(
            $"A purchase of 300 000 RUB would bring {purchase.Cashback}; over the monthly limit of 10 000 go {purchase.OverLimit}.",
            month: 10_000);

        await programme.ReverseAsync("admitad:ozon:1001", subscriberId, "The goods went back to the shop");
        await teller.StepAsync("Operations take the first purchase back; its 65 leave room under the limit.", month: 9_935);
        await programme.PostbackAsync("1004", "approved", click.ClickId, "1299.49");
        await teller.StepAsync("Another one of 65 fills it.", month: 10_000);
    }

    private async Task SettleAsync(string what, long topUp)
    {
        var month = DateOnly.FromDateTime((await programme.NowAsync()).UtcDateTime);
        await GoToAsync(1, 6);
        await teller.StepAsync(what);
        await teller.SayAsync("SMS: " + await programme.SmsAsync(Phone, $"topped up with {topUp} RUB"));
        var settlement = await programme.SettlementAsync(month);
        await teller.CheckAsync(
            settlement is { Total: 1, Done: 1, Failed: 0 }, $"operations see the settlement: {settlement}");
    }

    private async Task TakeBackAsync(string purchaseId)
    {
        await programme.ReverseAsync(purchaseId, subscriberId, "The goods went back to the shop");
        await teller.StepAsync("Operations take the purchase in dollars back, after its bonuses were spent.", available: -190);
    }

    private async Task ForgetAsync()
    {
        var click = await programme.ClickAsync(SlowShop);
        await programme.PostbackAsync("1005", "new", click.ClickId, "10000");
        await teller.StepAsync("An order of 10 000 RUB that the shop forgets to confirm.", available: -190, pending: 400);
        await programme.AdvanceAsync(TimeSpan.FromDays(91));
        await teller.StepAsync("91 days later: it has expired.", available: -190);
        await programme.PostbackAsync("1005", "approved", click.ClickId, "10000");
        await teller.StepAsync("The shop confirms it late; the bonuses come all the same.", available: -190, month: 400);
    }

    private async Task LookBackAsync()
    {
        foreach (var line in await programme.HistoryAsync())
        {
            var at = line.At.ToOffset(Moscow);
            await teller.SayAsync($"{at:yyyy-MM-dd HH:mm} {line.Bonuses,6:+0;-0;0} {line.BalanceAfter,6} {line.Title} {line.Reason}");
        }

        var messages = await programme.MessagesAsync(subscriberId);
        await teller.CheckAsync(messages.Count > 0 && messages.All(message => message.Status == "sent"), "all messages have gone out");
        await teller.SayAsync($"{messages.Count} messages told of it, all of them sent.");
    }

    /// <summary>Moves the clock to a day of the next month, so that the story does not hang on the day it is told on.</summary>
    private async Task GoToAsync(int day, int hour)
    {
        var now = (await programme.NowAsync()).ToOffset(Moscow);
        var next = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, now.Offset).AddMonths(1);
        await programme.AdvanceAsync(next.AddDays(day - 1).AddHours(hour) - now);
    }
}
