using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cashback.Api.Hosting;
using Cashback.Api.Tests.Account;
using Cashback.Api.Tests.Networks;
using Cashback.Api.Tests.PointOfSale;
using Cashback.Support;

namespace Cashback.Api.Tests.Hosting;

/// <summary>The master secret is replaced in the middle of the programme's life, as docs/operations.md tells it.</summary>
public sealed class RotationTests
{
    private const string Old = "b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZC0=";
    private const string New = "bmV3LW5ldy1uZXctbmV3LW5ldy1uZXctbmV3LW5ldy0=";
    private static readonly string[] Before = [$"Cashback:Secret={Old}"];
    private static readonly string[] Both = [$"Cashback:Secrets:1={Old}", $"Cashback:Secrets:2={New}", "Cashback:CurrentSecret=2"];
    private static readonly string[] After = [$"Cashback:Secrets:2={New}"];

    [Fact]
    public async Task Nothing_is_lost_when_the_secret_is_replaced_and_what_ends_with_the_old_one_was_announced()
    {
        await using var api = await TestApi.StartAsync(Before);
        var story = await Story.BeginAsync(api);

        await api.RestartWithAsync(Both, async folder => Assert.Contains(
            "Secret 1: do not take it out yet", await CommandAsync(folder, Both, "status"), StringComparison.Ordinal));
        await story.GoOnWithBothAsync();

        await api.RestartWithAsync(After, ResealAsync);
        await story.EndAfterTheOldOneAsync();

        async Task ResealAsync(string folder)
        {
            var planned = await CommandAsync(folder, Both, "reseal", "--dry-run");
            Assert.Contains("  3 codes of certificates: the command", planned, StringComparison.Ordinal);
            Assert.Contains("  1 secrets of signatures (rotated-signed ", planned, StringComparison.Ordinal);
            var left = await CommandAsync(folder, Both, "reseal");
            Assert.Contains("records were sealed anew.", left, StringComparison.Ordinal);
            Assert.DoesNotContain("codes of certificates", left, StringComparison.Ordinal);
            Assert.DoesNotContain("secrets of signatures", left, StringComparison.Ordinal);
            Assert.DoesNotContain("hashes of numbers", left, StringComparison.Ordinal);
            Assert.DoesNotContain("not in force", left, StringComparison.Ordinal);

            // What is to end is announced: a key nobody has used since, sign-ins that were not renewed, clicks, a kept answer.
            Assert.Contains("keys of networks (", left, StringComparison.Ordinal);
            Assert.Contains($"rotated-unused {story.UnusedKeyId}", left, StringComparison.Ordinal);
            Assert.DoesNotContain("rotated-keyed", left, StringComparison.Ordinal);
            Assert.Contains("sign-ins: renewed", left, StringComparison.Ordinal);
            Assert.Contains("  click ids: end by themselves, the last at ", left, StringComparison.Ordinal);
            Assert.Contains("kept answers that hold a secret", left, StringComparison.Ordinal);
            Assert.DoesNotContain("keys of shops", left, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Command_that_is_called_wrongly_says_how_it_is_called()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(2, await SecretsCommand.RunAsync(["secrets", "rotate"], output, errors));
        Assert.Contains("usage: Cashback.Api secrets status", errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await SecretsCommand.RunAsync(["secrets", "status", "--Cashback:Secret=short"], output, errors));
        Assert.Contains("Cashback:Secret must be at least 32 random bytes", errors.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> CommandAsync(string folder, string[] settings, params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await SecretsCommand.RunAsync(
            ["secrets", .. args, "--environment=Development", $"--Cashback:Storage:Data={folder}", .. settings.Select(setting => "--" + setting)], output, errors);
        Assert.True(code == 0, errors.ToString());
        return output.ToString();
    }

    private sealed class Story
    {
        public required TestApi Api { get; init; }

        public required SignedIn Saver { get; init; }

        public required SignedIn Idle { get; init; }

        public required string[] Codes { get; init; }

        public required string TillKey { get; init; }

        public required string PromoCode { get; init; }

        public required Partner Keyed { get; init; }

        public required Partner Unused { get; init; }

        public required Partner Signed { get; init; }

        public required string SignatureSecret { get; init; }

        public required string ClickId { get; init; }

        public required (string Phone, string ChallengeId, string Code) Challenge { get; init; }

        private Tokens _tokens = null!;
        private string _newCode = "";

        public required string UnusedKeyId { get; init; }

        public static async Task<Story> BeginAsync(TestApi api)
        {
            var saver = await api.SaverAsync(2_000);
            var idle = await api.SignInAsync();
            string[] codes = [await BuyAsync(saver, 100, "first"), await BuyAsync(saver, 500), await BuyAsync(saver, 1_000)];
            using var till = await api.NewTillAsync();
            var keyed = await Partner.OfAsync(api, "rotated-keyed", new { like = "admitad" });
            var unused = await Partner.OfAsync(api, "rotated-unused", new { like = "admitad" });
            var signed = await Partner.OfAsync(api, "rotated-signed", new { like = "webhooks" });
            using var operations = api.Operator();
            using var secret = await operations.PostAsync("/ops/v1/networks/rotated-signed/signature-secrets", null);
            var unusedKey = (await operations.ReadAsync("/ops/v1/networks/rotated-unused")).GetProperty("keys")[0].Text("keyId");
            var phone = TestApi.NewNumber();
            var challenge = await api.RequestCodeAsync(phone);
            return new Story
            {
                Api = api,
                Saver = saver,
                Idle = idle,
                Codes = codes,
                TillKey = till.DefaultRequestHeaders.GetValues("X-Api-Key").Single(),
                PromoCode = (await saver.Client.ReadAsync("/api/v1/me/referral")).Text("code"),
                Keyed = keyed,
                Unused = unused,
                UnusedKeyId = unusedKey,
                Signed = signed,
                SignatureSecret = (await secret.JsonAsync()).Text("secret"),
                ClickId = await saver.ClickAsync(),
                Challenge = (phone, challenge, await api.CodeAsync(phone)),
            };
        }

        /// <summary>All that the old secret has made is read, and the new one makes everything new.</summary>
        public async Task GoOnWithBothAsync()
        {
            Assert.Equal("200", await Api.TokenAsync(Challenge.ChallengeId, Challenge.Code).OutcomeAsync());
            using (var still = Api.As(Saver.Tokens.AccessToken))
            {
                Assert.Equal(PromoCode, (await still.ReadAsync("/api/v1/me/referral")).Text("code"));
            }

            using var refreshed = await Api.RefreshAsync(Saver.Tokens.RefreshToken);
            _tokens = (await refreshed.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Tokens>())!;
            Assert.Equal("2", _tokens.RefreshToken.Split('.')[2]);
            using var me = Api.As(_tokens.AccessToken);
            var saver = Saver with { Client = me };
            Assert.Equal(Codes.Select(Shown), await CodesAsync(me));
            Assert.Equal(Codes[0], await BuyAsync(saver, 100, "first"));
            _newCode = await BuyAsync(saver, 100);
            Assert.Equal("applied", await ReportAsync(Keyed, Keyed.Clicked.ClickId));
            Assert.Equal("quarantined", await ReportAsync(Keyed, "forged"));
            Assert.Equal("applied", await ReportSignedAsync("created"));
            using var till = Api.Operator(TillKey);
            await LooksAsync(till, Codes[0], "issued");
            await LooksAsync(till, _newCode, "issued");
            Assert.Equal("200", await till.RedeemAsync(Codes[0]).OutcomeAsync());
            await LooksAsync(till, Codes[0], "used");
        }

        /// <summary>What the command announced has ended, and nothing else.</summary>
        public async Task EndAfterTheOldOneAsync()
        {
            Assert.Equal("401 unauthorized", await ReportAsync(Unused, Unused.Clicked.ClickId));
            Assert.Equal("401 sign-in-ended", await Api.RefreshAsync(Idle.Tokens.RefreshToken).OutcomeAsync());
            Assert.Equal("quarantined", await ReportAsync(Keyed, ClickId));

            using var me = Api.As(_tokens.AccessToken);
            Assert.Equal("200", await Api.RefreshAsync(_tokens.RefreshToken).OutcomeAsync());
            Assert.Equal(((string[])[_newCode, .. Codes]).Select(Shown), await CodesAsync(me));
            Assert.Equal(PromoCode, (await me.ReadAsync("/api/v1/me/referral")).Text("code"));

            // The kept answer can't be read any more, and the order is still one and the same.
            Assert.Equal(Codes[0], await BuyAsync(Saver with { Client = me }, 100, "first"));
            Assert.Equal("applied", await ReportSignedAsync("confirmed", await new SignedIn("", _tokens, me).ClickAsync("rotated-si-s")));
            using var till = Api.Operator(TillKey);
            await LooksAsync(till, Codes[0], "used");
            Assert.Equal("409 certificate-used", await till.RedeemAsync(Codes[0]).OutcomeAsync());
            await LooksAsync(till, Codes[1], "issued");
            Assert.Equal("200", await till.RedeemAsync(Codes[1]).OutcomeAsync());
            Assert.Equal("200", await till.RedeemAsync(_newCode).OutcomeAsync());
            await Eventually.TrueAsync(
                async () => (await me.ReadAsync("/api/v1/me/certificates")).Items().Count(item => item.Text("status") == "used") == 3, "the owner sees the uses");
            using var operations = Api.Operator();
            using var audit = await operations.GetAsync(new Uri("/ops/v1/audit", UriKind.Relative));
            Assert.Equal(4, (await audit.JsonAsync()).GetProperty("issuedCertificates").Number("count"));
        }

        private static async Task<string> BuyAsync(SignedIn subscriber, int denomination, string? key = null)
        {
            using var bought = await subscriber.BuyCertificateAsync(denomination, key);
            return (await bought.EnsureSuccessStatusCode().JsonAsync()).Text("code");
        }

        private static async Task<string[]> CodesAsync(HttpClient me) =>
            [.. (await me.ReadAsync("/api/v1/me/certificates")).Items().OrderBy(item => item.Number("denomination")).Select(item => item.Text("code"))];

        /// <summary>The account shows the end of a code, for which it has to be opened; the rest asks for a fresh proof.</summary>
        private static string Shown(string code) => "******-******-****" + code[^2..];

        private static async Task LooksAsync(HttpClient till, string code, string status)
        {
            using var by = await till.PostAsJsonAsync("/pos/v1/certificates/lookup", new { code });
            Assert.Equal(status, (await by.EnsureSuccessStatusCode().JsonAsync()).Text("status"));
            using var look = await till.LookAsync(code);
            Assert.Equal(status, (await look.EnsureSuccessStatusCode().JsonAsync()).Text("status"));
        }

        private static async Task<string> ReportAsync(Partner partner, string clickId)
        {
            var query = string.Join('&', partner.Clicked.Message(("subid", clickId)).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
            using var response = await partner.SendAsync(query, [], null);
            return (await Partner.ResultAsync(response)).Result;
        }

        private async Task<string> ReportSignedAsync(string status, string? clickId = null)
        {
            var body = JsonSerializer.Serialize(new
            {
                lineId = "L-" + status,
                status,
                amount = "1000",
                clickId = clickId ?? Signed.Clicked.ClickId,
                updatedAt = new DateTimeOffset(2026, 11, 4, 10, 0, 0, TimeSpan.Zero),
            });
            var now = DateTimeOffset.Parse((await Api.Client.ReadAsync("/dev/clock")).Text("now"), CultureInfo.InvariantCulture).ToUnixTimeSeconds();
            using var response = await Signed.SendAsync(
                "", Encoding.UTF8.GetBytes(body), "application/json", SignedPostbackTests.Sign(SignatureSecret, body, now));
            return (await Partner.ResultAsync(response)).Result;
        }
    }
}
