using System.Text.RegularExpressions;
using Cashback.Support;

namespace Cashback.Cluster.Tests.Races;

/// <summary>Certificates, from leaving the programme to two tills at once.</summary>
[Collection(nameof(TwoSilos))]
public sealed partial class CertificateRaceTests(TwoSilos silos)
{
    private const int Times = 8;
    private const long Sum = 1_234;
    private static int _numbers;

    [Fact]
    public async Task Who_leaves_at_both_silos_at_once_gets_one_certificate()
    {
        var (subscriber, address) = await EarnerAsync();

        var answers = await LeaveAsync(subscriber, Times);

        // Whoever comes later may find the sign-in ended; nobody gets another sum.
        Assert.All(answers, answer => Assert.Contains(answer.Outcome, (string[])["200", "401 not-signed-in"]));
        Assert.Single(answers.Where(answer => answer.Ok).Select(answer => answer.Body).Distinct(), """{"sum":1234,"lost":0,"inPayout":0}""");
        await LetterAsync(address);
        var issued = await silos.Api.ReadAsync($"/ops/v1/subscribers/{subscriber.SubscriberId}/certificates", ApiClient.Operator);
        Assert.Equal(Sum, Assert.Single(issued.GetProperty("items").EnumerateArray()).GetProperty("denomination").GetInt64());
    }

    [Fact]
    public async Task Certificate_at_tills_of_two_shops_on_both_silos_is_used_once()
    {
        var code = await NewCodeAsync();
        var tills = new[] { await NewTillAsync(), await NewTillAsync() };

        var answers = await silos.AtOnceAsync(Times, (api, n) => RedeemAsync(api, code, tills[n % 2], $"key-{n}", $"DEVICE-{code}-{n}"));

        Assert.Equal("""{"applied":1234,"leftToPay":766}""", Assert.Single(answers, answer => answer.Ok).Body);
        Assert.Equal(Times - 1, answers.Count(answer => answer.Outcome == "409 certificate-used"));
    }

    [Fact]
    public async Task One_key_at_both_silos_has_one_answer_that_is_kept()
    {
        var (code, till) = (await NewCodeAsync(), await NewTillAsync());
        Task<Answer> Ask(ApiClient api, int n) => RedeemAsync(api, code, till, "one-key", $"DEVICE-{code}");

        var racing = await silos.AtOnceAsync(Times, Ask);
        var later = await silos.AtOnceAsync(2, Ask);

        Assert.All(racing, answer => Assert.Contains(answer.Outcome, (string[])["200", "409 request-in-flight"]));
        Assert.Single(racing, answer => answer is { Ok: true, Replayed: false });
        Assert.All(later, answer => Assert.Equal(("200", true), (answer.Outcome, answer.Replayed)));
        Assert.Single(racing.Concat(later).Where(answer => answer.Ok).Select(answer => answer.Body).Distinct(), """{"applied":1234,"leftToPay":766}""");
        Assert.Equal("422 idempotency-key-reused", (await RedeemAsync(silos.Api, code, till, "one-key", "ANOTHER-DEVICE")).Outcome);
    }

    [Fact]
    public async Task Device_at_both_silos_takes_one_certificate_and_the_other_one_stays_valid()
    {
        string[] codes = [await NewCodeAsync(), await NewCodeAsync()];
        var till = await NewTillAsync();

        var answers = await silos.AtOnceAsync(2, (api, n) => RedeemAsync(api, codes[n], till, $"device-{n}", $"DEVICE-{codes[0]}"));

        Assert.Equal(["200", "409 device-has-certificate"], answers.Select(answer => answer.Outcome).Order());
        var loser = codes[Array.FindIndex(answers, answer => !answer.Ok)];
        Assert.Equal("200", (await RedeemAsync(silos.Api, loser, till, "again", $"OTHER-{loser}")).Outcome);
    }

    private async Task<string> NewCodeAsync()
    {
        var (subscriber, address) = await EarnerAsync();
        await LeaveAsync(subscriber, 1);
        return Code().Match((await LetterAsync(address)).Message.TextBody!).Value;
    }

    private async Task<(SignedIn Subscriber, string Address)> EarnerAsync()
    {
        var number = Interlocked.Increment(ref _numbers);
        var address = $"leaver{number}@example.ru";
        var subscriber = await silos.EarnerAsync($"{8_000_000 + number}", Sum, new { email = address, locale = "en" });
        await silos.Api.SendJsonAsync(HttpMethod.Post, "/api/v1/me/email/code", null, subscriber.Header);
        await Eventually.TrueAsync(() => Task.FromResult(MailsTo(address).Any()), "the code is out");
        var code = MailsTo(address).First().Message.TextBody![..6];
        var proof = await silos.Api.ProveAsync(subscriber, await PhoneAsync(subscriber), "change-email");
        await silos.Api.SendJsonAsync(HttpMethod.Post, "/api/v1/me/email/confirmation", new { code }, subscriber.Header, proof);
        return (subscriber, address);
    }

    private async Task<Answer[]> LeaveAsync(SignedIn subscriber, int times)
    {
        var proof = await silos.Api.ProveAsync(subscriber, await PhoneAsync(subscriber), "leave");
        return await silos.AtOnceAsync(
            times, (api, _) => api.AskAsync(HttpMethod.Post, "/api/v1/me/exit", new { acceptLoss = false }, subscriber.Header, proof));
    }

    private async Task<string> PhoneAsync(SignedIn subscriber) =>
        (await silos.Api.ReadAsync("/api/v1/me", subscriber.Header)).GetProperty("phone").GetString()!;

    private IEnumerable<Mail> MailsTo(string address) =>
        silos.Cluster.Mail.Mails.Where(mail => mail.To.Contains(address, StringComparison.Ordinal));

    private async Task<Mail> LetterAsync(string address)
    {
        var mails = MailsTo(address).Where(mail => Code().IsMatch(mail.Message.TextBody!));
        await Eventually.TrueAsync(() => Task.FromResult(mails.Any()), "the letter is out");
        return Assert.Single(mails);
    }

    private Task<(string Name, string Value)> NewTillAsync() => silos.Api.NewTillAsync($"shop-{Interlocked.Increment(ref _numbers)}");

    private static Task<Answer> RedeemAsync(ApiClient api, string code, (string Name, string Value) till, string key, string device) =>
        api.AskAsync(
        HttpMethod.Post,
        $"/pos/v1/certificates/{code}/redemptions",
        new { price = Till.Rubles("2000"), deviceId = device, receiptId = "R-1" },
        till,
        ("Idempotency-Key", key));

    [GeneratedRegex("[2-9A-Z]{6}-[2-9A-Z]{6}-[2-9A-Z]{6}")]
    private static partial Regex Code();
}
