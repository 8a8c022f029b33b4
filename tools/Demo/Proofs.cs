using System.Globalization;

namespace Cashback.Demo;

/// <summary>A receipt from an ordinary shop, and a claim of an order that a shop forgot to report.</summary>
public sealed class Proofs(Programme programme, Teller teller)
{
    private const string Phone = "+79161234581";
    private const string Shop = "ozon";
    private static readonly string[] Goods = ["молоко"];
    private static readonly TimeSpan Moscow = TimeSpan.FromHours(3);

    public async Task TellAsync()
    {
        await programme.PutReceiptPromotionAsync("milk", new { name = "Milk", percent = "10", goods = Goods });
        await programme.AdvanceAsync(TimeSpan.FromMinutes(2));
        await programme.SignInAsync(Phone);
        var time = (await programme.NowAsync()).ToOffset(Moscow);
        await programme.SendReceiptAsync(string.Create(
            CultureInfo.InvariantCulture, $"t={time:yyyyMMdd'T'HHmm}&s=975.88&fn=8710000101125654&i=99456&fp=1250448795&n=1"));
        await teller.SayAsync("SMS: " + await programme.SmsAsync(Phone, "Cashback of a receipt"));
        await teller.StepAsync("A receipt by its QR code: 10 % of milk for 975.88 RUB are 97.588, so 98.", month: 98);

        var click = await programme.ClickAsync(Shop);
        var claim = await programme.FileClaimAsync(click.ClickId, Shop, "N-4001", "1000.00", await programme.NowAsync());
        await teller.CheckAsync(claim.Status == "waiting", $"an early claim waits: {claim.Status}");
        await programme.AdvanceAsync(TimeSpan.FromHours(49));
        await programme.AnswerClaimAsync(claim.Id, "4001");
        await teller.SayAsync("SMS: " + await programme.SmsAsync(Phone, "the order of your claim is found"));
        await programme.PostbackAsync("4001", "approved", click.ClickId, "1000.00");
        await teller.StepAsync("A claim of an order that the shop forgot: found, 5 % of 1 000 RUB; its late postback brings nothing more.", month: 148);
    }
}
