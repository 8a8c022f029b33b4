namespace Cashback.Demo;

/// <summary>A friend comes with a promo code, and newcomers are welcomed until the budget is spent.</summary>
public sealed class Campaigns(Programme programme, Teller teller)
{
    private const string Shop = "ozon";
    private const string Inviter = "+79161234571";
    private const string Friend = "+79161234572";
    private const string Newcomer = "+79161234573";
    private const string TooLate = "+79161234574";

    public async Task TellAsync()
    {
        await InviteAsync();
        await WelcomeAsync();
    }

    private async Task InviteAsync()
    {
        await programme.PutCampaignAsync("friends", new { name = "Bring a friend", referral = new { rewardTo = "both", inviterPercent = "10" } });
        var inviter = await programme.SignInAsync(Inviter);
        var code = (await programme.ReferralAsync()).Code;
        await teller.StepAsync($"A campaign begins: 30 for a friend's first purchase, 10 % of each to the inviter. A promo code: {code}.");

        var friend = await programme.SignInAsync(Friend, code);
        var click = await programme.ClickAsync(Shop);
        await programme.PostbackAsync("3001", "approved", click.ClickId, "2000");
        await teller.SayAsync("SMS: " + await programme.SmsAsync(Friend, "invited friend: +30"));
        await teller.StepAsync("A friend registers with it and buys for 2 000 RUB: 100, and 30 for the first purchase.", month: 130);

        programme.Be(Inviter, inviter);
        await programme.SmsAsync(Inviter, "+30 bonuses");
        await teller.SayAsync("SMS: " + await programme.SmsAsync(Inviter, "+10 bonuses"));
        await teller.StepAsync("The inviter gets 30 as well, and 10 % of the 100.", month: 40);
        var seen = await programme.ReferralAsync();
        await teller.CheckAsync(seen is { Earned: 40, Friends: [{ Counts: true, RewardFromFriend: 40 }] }, $"the inviter sees the friend: {seen}");

        programme.Be(Friend, friend);
        await programme.PostbackAsync("3001", "declined", click.ClickId, "2000");
        await programme.SmsAsync(Friend, "cancelled: -30");
        await teller.StepAsync("The purchase goes back to the shop: its rewards go with it.");
        programme.Be(Inviter, inviter);
        await programme.SmsAsync(Inviter, "cancelled: -30");
        await programme.SmsAsync(Inviter, "cancelled: -10");
        await teller.StepAsync("The inviter's, too.");
        await programme.EndCampaignAsync("friends");
    }

    private async Task WelcomeAsync()
    {
        await programme.PutCampaignAsync(
            "welcome",
            new { name = "Spend 20, get 1 350", welcome = new { minAmount = new { amount = "20", currency = "RUB" }, reward = 1_350, budget = 2_000 } });
        await programme.SignInAsync(Newcomer);
        await BuyAsync("3002");
        await teller.SayAsync("SMS: " + await programme.SmsAsync(Newcomer, "Welcome reward"));
        await teller.StepAsync("Spend 20, get 1 350: a newcomer's first purchase of 100 RUB brings 5 and 1 350.", month: 1_355);
        await BuyAsync("3003");
        await teller.StepAsync("The next one brings its cashback only.", month: 1_360);
        var insights = await programme.InsightsAsync();
        await teller.CheckAsync(insights.Total is { Accrued: 1_360, Used: 0 }, $"insights add up to the history: {insights}");

        await programme.SignInAsync(TooLate);
        await BuyAsync("3004");
        await teller.StepAsync("Of the campaign's 2 000 only 650 are left: the next newcomer gets the cashback.", month: 5);
        await programme.EndCampaignAsync("welcome");
    }

    private async Task BuyAsync(string line)
    {
        var click = await programme.ClickAsync(Shop);
        await programme.PostbackAsync(line, "approved", click.ClickId, "100");
    }
}
