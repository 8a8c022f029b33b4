namespace Cashback.Demo;

/// <summary>The whole story of one subscriber, from the first sign-in to a purchase that the shop forgot.</summary>
public sealed class Story
{
    private const string Phone = "+79161234567";
    private const string FivePercentShop = "ozon";
    private const string DollarShop = "aliexpress";
    private const string SlowShop = "ostrovok";
    private static readonly TimeSpan Moscow = TimeSpan.FromHours(3);
    private readonly Programme _programme;
    private readonly Teller _teller;
    private string _subscriberId = "";

    private Story(HttpClient http, TextWriter output)
    {
        _programme = new Programme(http);
        _teller = new Teller(_programme, output);
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

        await output.WriteLineAsync(story._teller.Wrong == 0 ? "Every balance was right." : $"{story._teller.Wrong} wrong.");
        return story._teller.Wrong == 0;
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
        await new Campaigns(_programme, _teller).TellAsync();
        await new Certificates(_programme, _teller).TellAsync();
        await new Cards(_programme, _teller).TellAsync();
        await new Devices(_programme, _teller).TellAsync();
        await new Proofs(_programme, _teller).TellAsync();
    }

    private async Task JoinAsync()
    {
        var signIn = await _programme.SignInAsync(Phone);
        _subscriberId = signIn.SubscriberId;
        await _teller.CheckAsync(signIn.Registered, "the first sign-in registers the subscriber");
        await _teller.StepAsync("Signed in with the code from the SMS; registered, the goal is topping up the own number.");
    }

    /// <returns>The purchase in dollars, which is taken back later.</returns>
    private async Task<string> EarnAsync()
    {
        var shop = await _programme.ShopAsync(FivePercentShop);
        await _teller.StepAsync($"Found {shop.Name} in the catalogue: {shop.Rate}, confirmed within {shop.ConfirmationDays} days.");
        var click = await _programme.ClickAsync(shop.Id);
        await _teller.StepAsync($"Went to {shop.Name} by a link that carries the click {click.ClickId[..8]}….");

        await _programme.PostbackAsync("1001", "new", click.ClickId, "1299.49");
        await _teller.StepAsync("The network reports an order of 1 299.49 RUB: 5 % are 64.9745, so 65.", pending: 65);
        await _programme.PostbackAsync("1001", "approved", click.ClickId, "1299.49");
        await _teller.StepAsync("The network confirms it.", month: 65);
        var again = await _programme.PostbackAsync("1001", "approved", click.ClickId, "1299.49");
        await _teller.StepAsync($"The same postback once more: {again.Result}.", month: 65);

        await _programme.PostbackAsync("1002", "new", click.ClickId, "2000");
        await _teller.StepAsync("Another line of 2 000 RUB.", month: 65, pending: 100);
        await _programme.PostbackAsync("1002", "declined", click.ClickId, "2000");
        await _teller.StepAsync("The shop declines it.", month: 65);

        await _programme.SetExchangeRateAsync(DateOnly.FromDateTime((await _programme.NowAsync()).UtcDateTime), "USD", "90.50");
        var abroad = await _programme.ClickAsync(DollarShop);
        await _programme.PostbackAsync("2001", "new", abroad.ClickId, "49.90", "USD");
        var answer = await _programme.PostbackAsync("2001", "approved", abroad.ClickId, "49.90", "USD");
        await _teller.StepAsync("A purchase of 49.90 USD in another shop, at 90.50 RUB a dollar: 4.2 % are 189.67, so 190.", month: 255);
        return answer.PurchaseId!;
    }

    private async Task ReachTheCapAsync()
    {
        var click = await _programme.ClickAsync(FivePercentShop);
        var answer = await _programme.PostbackAsync("1003", "approved", click.ClickId, "300000");
        var purchase = await _programme.PurchaseAsync(answer.PurchaseId!);
        await _teller.StepAsync(
            $"A purchase of 300 000 RUB would bring {purchase.Cashback}; over the monthly limit of 10 000 go {purchase.OverLimit}.",
            month: 10_000);

        await _programme.ReverseAsync("admitad:ozon:1001", _subscriberId, "The goods went back to the shop");
        await _teller.StepAsync("Operations take the first purchase back; its 65 leave room under the limit.", month: 9_935);
        await _programme.PostbackAsync("1004", "approved", click.ClickId, "1299.49");
        await _teller.StepAsync("Another one of 65 fills it.", month: 10_000);
    }

    private async Task SettleAsync(string what, long topUp)
    {
        var month = DateOnly.FromDateTime((await _programme.NowAsync()).UtcDateTime);
        await GoToAsync(1, 6);
        await _teller.StepAsync(what);
        await _teller.SayAsync("SMS: " + await _programme.SmsAsync(Phone, $"topped up with {topUp} RUB"));
        var settlement = await _programme.SettlementAsync(month);
        await _teller.CheckAsync(
            settlement is { Total: 1, Done: 1, Failed: 0 }, $"operations see the settlement: {settlement}");
    }

    private async Task TakeBackAsync(string purchaseId)
    {
        await _programme.ReverseAsync(purchaseId, _subscriberId, "The goods went back to the shop");
        await _teller.StepAsync("Operations take the purchase in dollars back, after its bonuses were spent.", available: -190);
    }

    private async Task ForgetAsync()
    {
        var click = await _programme.ClickAsync(SlowShop);
        await _programme.PostbackAsync("1005", "new", click.ClickId, "10000");
        await _teller.StepAsync("An order of 10 000 RUB that the shop forgets to confirm.", available: -190, pending: 400);
        await _programme.AdvanceAsync(TimeSpan.FromDays(91));
        await _teller.StepAsync("91 days later: it has expired.", available: -190);
        await _programme.PostbackAsync("1005", "approved", click.ClickId, "10000");
        await _teller.StepAsync("The shop confirms it late; the bonuses come all the same.", available: -190, month: 400);
    }

    private async Task LookBackAsync()
    {
        foreach (var line in await _programme.HistoryAsync())
        {
            var at = line.At.ToOffset(Moscow);
            await _teller.SayAsync($"{at:yyyy-MM-dd HH:mm} {line.Bonuses,6:+0;-0;0} {line.BalanceAfter,6} {line.Title} {line.Reason}");
        }

        var messages = await _programme.MessagesAsync(_subscriberId);
        await _teller.CheckAsync(messages.Count > 0 && messages.All(message => message.Status == "sent"), "all messages have gone out");
        await _teller.SayAsync($"{messages.Count} messages told of it, all of them sent.");
    }

    /// <summary>Moves the clock to a day of the next month, so that the story does not hang on the day it is told on.</summary>
    private async Task GoToAsync(int day, int hour)
    {
        var now = (await _programme.NowAsync()).ToOffset(Moscow);
        var next = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, now.Offset).AddMonths(1);
        await _programme.AdvanceAsync(next.AddDays(day - 1).AddHours(hour) - now);
    }
}
