using System.Text.RegularExpressions;

namespace Cashback.Demo;

/// <summary>Savings, a certificate, the till, and leaving the programme, told of a subscriber of another operator.</summary>
public sealed partial class Certificates(Programme programme, Teller teller)
{
    private const string Phone = "+79031234567";
    private const string Address = "guest@example.ru";

    public async Task TellAsync()
    {
        var signIn = await programme.SignInAsync(Phone);
        await FactAsync(signIn.Registered, "a subscriber of another operator registers");
        await teller.StepAsync("Somebody with another operator's number joins; the goal is saving for a smartphone.");

        var click = await programme.ClickAsync("ozon");
        await programme.PostbackAsync("5001", "approved", click.ClickId, "126000");
        await teller.StepAsync("A purchase of 126 000 RUB at 5 %.", month: 6_300);
        await programme.AdvanceAsync(TimeSpan.FromDays(31));
        await teller.StepAsync("The 1st: all of it is set aside.", savings: 6_300);

        var bought = await programme.BuyCertificateAsync(5_000);
        await teller.StepAsync($"A certificate of 5 000 RUB: {bought.Code[..6]}-…", savings: 1_300);
        await FactAsync((await programme.SmsAsync(Phone, bought.Code)).Contains("5000", StringComparison.Ordinal), "the code comes by SMS");

        var till = await programme.NewTillAsync("arbat", "Арбат, 1");
        var redemption = await programme.RedeemAsync(till, bought.Code, "14990", "356938035643809", "till-1");
        await FactAsync(redemption is { Applied: 5_000, LeftToPay: 9_990 }, "the till takes it for a phone of 14 990 RUB; 9 990 are left to pay");
        redemption = await programme.RedeemAsync(till, bought.Code, "14990", "356938035643809", "till-1");
        await FactAsync(redemption is { Applied: 5_000 }, "the till asks again, since the line broke: the same answer");
        await FactAsync((await programme.CertificatesAsync())[0].Status == "used", "the account shows that it is used");

        await programme.PostbackAsync("5002", "approved", click.ClickId, "680");
        await teller.StepAsync("Another purchase; it is accrued and not settled yet.", savings: 1_300, month: 34);
        await programme.SetEmailAsync(Address);
        var exit = await programme.LeaveAsync();
        await FactAsync(exit is { Sum: 1_334, Lost: 0 }, "leaving the programme makes all of it one certificate of 1 334 RUB, by e-mail");
        programme.SignOut();
        await programme.AdvanceAsync(TimeSpan.FromMinutes(11));
        await FactAsync(Code().IsMatch(await programme.SmsAsync(Address, "1334")), "ten minutes later, when nobody has undone it, the letter is there with the code");
        signIn = await programme.SignInAsync(Phone);
        await FactAsync(signIn.Registered, "the number comes anew, as somebody new");

        var audit = await programme.AuditAsync();
        await FactAsync(audit is { Balanced: true, Difference: 0 }, $"the books of the whole programme agree: {audit}");
    }

    private async Task FactAsync(bool right, string what)
    {
        await teller.SayAsync(what);
        await teller.CheckAsync(right, what);
    }

    [GeneratedRegex("[2-9A-Z]{6}-[2-9A-Z]{6}-[2-9A-Z]{6}", RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
