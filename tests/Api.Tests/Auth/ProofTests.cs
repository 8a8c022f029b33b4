using System.Net.Http.Json;
using System.Text.Json;
using Cashback.Api.Tests.Account;
using Cashback.Api.Tests.PointOfSale;
using Cashback.Support;

namespace Cashback.Api.Tests.Auth;

/// <summary>What takes bonuses away asks for a fresh proof, is told of, and can be undone.</summary>
public sealed class ProofTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Theory]
    [InlineData("PATCH", "/api/v1/me", """{"email":"new@example.ru"}""", "change-email")]
    [InlineData("PATCH", "/api/v1/me", """{"email":"new@example.ru","locale":"en"}""", "change-email")]
    [InlineData("POST", "/api/v1/me/email/confirmation", """{"code":"123456"}""", "change-email")]
    [InlineData("POST", "/api/v1/me/exit", """{"acceptLoss":true}""", "leave")]
    [InlineData("POST", "/api/v1/me/goals", """{"type":"topUp","phone":"+79169999901"}""", "goal:+79169999901")]
    public async Task Token_alone_is_not_enough_and_the_answer_names_the_purpose(string method, string path, string body, string purpose)
    {
        var subscriber = await _api.SignInAsync();
        async Task<HttpResponseMessage> AskAsync()
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = Shopping.Json(body) };
            return await subscriber.Client.SendAsync(request);
        }

        using var refused = await AskAsync();
        Assert.Equal("401 fresh-proof-required", await refused.OutcomeAsync());
        Assert.Equal(purpose, (await refused.JsonAsync()).Text("purpose"));
        Assert.Equal(JsonValueKind.Null, (await subscriber.Client.ReadAsync("/api/v1/me")).GetProperty("email").ValueKind);

        // A proof for something else is none.
        await _api.ProveAsync(subscriber, "certificate-code:c1");
        Assert.Equal("401 fresh-proof-required", await AskAsync().OutcomeAsync());
    }

    [Fact]
    public async Task Proof_belongs_to_its_sign_in_and_lives_ten_minutes()
    {
        await using var api = await TestApi.StartAsync();
        var subscriber = await api.SignInAsync();
        var proof = await api.ProveAsync(subscriber, "change-email");
        (await subscriber.Client.PatchAsJsonAsync("/api/v1/me", new { email = "new@example.ru" })).EnsureSuccessStatusCode();

        await api.AdvanceAsync(TimeSpan.FromMinutes(9));
        var elsewhere = await api.SignInAsync(subscriber.Phone);
        elsewhere.Client.DefaultRequestHeaders.Add(Proving.Header, proof);
        Assert.Equal("401 fresh-proof-required", await elsewhere.Client.PatchAsJsonAsync("/api/v1/me", new { email = "b@example.ru" }).OutcomeAsync());
        (await subscriber.Client.PatchAsJsonAsync("/api/v1/me", new { email = "c@example.ru" })).EnsureSuccessStatusCode();

        await api.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("401 fresh-proof-required", await subscriber.Client.PatchAsJsonAsync("/api/v1/me", new { email = "d@example.ru" }).OutcomeAsync());
    }

    [Fact]
    public async Task Code_is_read_as_people_paste_it_and_five_wrong_ones_end_it()
    {
        var subscriber = await _api.SignInAsync();
        var proofId = await RequestAsync(subscriber, "leave");
        var code = await _api.ProofCodeAsync(subscriber.Phone);
        var wrong = code == "000000" ? "000001" : "000000";
        for (var left = 4; left >= 0; left--)
        {
            using var refused = await Proving.GiveCodeAsync(subscriber, proofId, wrong);
            Assert.Equal("401 wrong-code", await refused.OutcomeAsync());
            Assert.Equal(left, (await refused.JsonAsync()).Number("triesLeft"));
        }

        Assert.Equal("401 challenge-ended", await Proving.GiveCodeAsync(subscriber, proofId, code).OutcomeAsync());

        proofId = await RequestAsync(subscriber, "certificate-code:c1");
        code = await _api.ProofCodeAsync(subscriber.Phone);
        using var proven = await Proving.GiveCodeAsync(subscriber, proofId, $" {code[..3]} - {code[3..]}\n");
        Assert.Equal("certificate-code:c1", (await proven.EnsureSuccessStatusCode().JsonAsync()).Text("purpose"));
        Assert.Equal("401 challenge-ended", await Proving.GiveCodeAsync(subscriber, proofId, code).OutcomeAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("everything")]
    [InlineData("goal:")]
    [InlineData("goal:+77011234567")]
    [InlineData("certificate-code:")]
    [InlineData("certificate-code:c0")]
    public async Task Purpose_that_is_none_is_refused(string purpose)
    {
        var subscriber = await _api.SignInAsync();
        using var refused = await subscriber.Client.PostAsJsonAsync("/api/v1/auth/proofs", new { purpose });
        Assert.Equal("400 invalid-request", await refused.OutcomeAsync());
        Assert.Equal(["purpose"], await refused.FieldsAsync());
    }

    [Fact]
    public async Task Codes_are_limited_and_say_when_to_come_again()
    {
        var subscriber = await _api.SignInAsync();
        await RequestAsync(subscriber, "leave");

        using var tooSoon = await subscriber.Client.PostAsJsonAsync("/api/v1/auth/proofs", new { purpose = "leave" });
        Assert.Equal("429 code-sent-recently", await tooSoon.OutcomeAsync());
        Assert.NotNull(tooSoon.Headers.RetryAfter);

        for (var n = 1; n < 10; n++)
        {
            await RequestAsync(subscriber, $"certificate-code:c{n}");
        }

        Assert.Equal("429 too-many-codes", await subscriber.Client.PostAsJsonAsync("/api/v1/auth/proofs", new { purpose = "change-email" }).OutcomeAsync());
    }

    [Fact]
    public async Task Refusal_for_want_of_a_proof_is_not_kept_under_the_key()
    {
        var subscriber = await _api.SignInAsync();
        subscriber.Client.DefaultRequestHeaders.Add("Idempotency-Key", "goal-once");
        var stranger = TestApi.NewNumber();
        var goal = new { type = "topUp", phone = stranger };
        Assert.Equal("401 fresh-proof-required", await subscriber.Client.PostAsJsonAsync("/api/v1/me/goals", goal).OutcomeAsync());

        await _api.ProveAsync(subscriber, $"goal:{stranger}");

        Assert.Equal("201", await subscriber.Client.PostAsJsonAsync("/api/v1/me/goals", goal).OutcomeAsync());
    }

    [Fact]
    public async Task Goal_that_was_proven_is_changed_reordered_and_removed_without_another_proof()
    {
        var subscriber = await _api.SignInAsync();
        const string Stranger = "+79169999902";
        await _api.ProveAsync(subscriber, $"goal:{Stranger}");
        using var added = await subscriber.Client.PostAsJsonAsync("/api/v1/me/goals", new { type = "topUp", phone = Stranger, monthlyLimit = 100 });
        var id = (await added.JsonAsync()).Text("id");
        subscriber.Client.DefaultRequestHeaders.Remove("Cashback-Proof");

        Assert.Equal("200", await subscriber.Client.PutAsJsonAsync("/api/v1/me/goals/order", new { ids = new[] { id, "g1" } }).OutcomeAsync());
        Assert.Equal("200", await subscriber.Client.PatchAsJsonAsync($"/api/v1/me/goals/{id}", new { monthlyLimit = 200 }).OutcomeAsync());
        Assert.Equal("204", await subscriber.Client.DeleteAsync($"/api/v1/me/goals/{id}").OutcomeAsync());

        // Gone is gone: the number is proven anew.
        Assert.Equal("401 fresh-proof-required", await subscriber.Client.PostAsJsonAsync("/api/v1/me/goals", new { type = "topUp", phone = Stranger }).OutcomeAsync());
    }

    [Fact]
    public async Task Code_of_a_certificate_is_shown_whole_once_and_again_only_with_a_proof_and_a_notice()
    {
        await using var api = await TestApi.StartAsync();
        var saver = await api.SaverAsync(1_000);
        using var bought = await saver.BuyCertificateAsync(500);
        var (id, code) = ((await bought.JsonAsync()).Text("id"), (await bought.JsonAsync()).Text("code"));
        var path = new Uri($"/api/v1/me/certificates/{id}/code", UriKind.Relative);

        var listed = (await saver.Client.ReadAsync("/api/v1/me/certificates")).Items().Single().Text("code");
        Assert.Equal($"******-******-****{code[^2..]}", listed);
        Assert.Equal("401 fresh-proof-required", await saver.Client.GetAsync(path).OutcomeAsync());

        await api.ProveAsync(saver, $"certificate-code:{id}");
        Assert.Equal(code, (await saver.Client.ReadAsync(path.ToString())).Text("code"));
        Assert.Equal(code, (await saver.Client.ReadAsync("/api/v1/me/certificates")).Items().Single().Text("code"));
        await Eventually.TrueAsync(
            async () => (await api.OutboxAsync(saver.Phone)).Any(sms => sms.Text.StartsWith("Код сертификата открыт", StringComparison.Ordinal)), "the owner is told");
        Assert.Equal("404 not-found", await saver.Client.GetAsync(new Uri("/api/v1/me/certificates/c9/code", UriKind.Relative)).OutcomeAsync());
    }

    [Fact]
    public async Task Address_counts_for_leaving_once_it_was_confirmed()
    {
        await using var api = await TestApi.StartAsync();
        var subscriber = await api.SignInAsync();
        await api.BuyAsync(subscriber, "2000");
        await api.ProveAsync(subscriber, "change-email");
        using var changed = await subscriber.Client.PatchAsJsonAsync("/api/v1/me", new { email = "Anna@Пример.рф" });
        var account = await changed.EnsureSuccessStatusCode().JsonAsync();
        Assert.Equal(("Anna@xn--e1afmkfd.xn--p1ai", false), (account.Text("email"), account.GetProperty("emailConfirmed").GetBoolean()));
        var code = await api.ProofCodeAsync("Anna@xn--e1afmkfd.xn--p1ai");
        var wrong = code == "000000" ? "000001" : "000000";
        Assert.Equal("401 wrong-code", await subscriber.Client.PostAsJsonAsync("/api/v1/me/email/confirmation", new { code = wrong }).OutcomeAsync());

        using var refused = await api.ExitAsync(subscriber, new { acceptLoss = false });
        Assert.Equal("409 exit-would-lose-bonuses", await refused.OutcomeAsync());
        Assert.Equal(100, (await refused.JsonAsync()).Number("sum"));

        await api.AdvanceAsync(TimeSpan.FromMinutes(1));
        await api.ProveAsync(subscriber, "change-email");
        using var confirmed = await subscriber.Client.PostAsJsonAsync("/api/v1/me/email/confirmation", new { code });
        Assert.True((await confirmed.EnsureSuccessStatusCode().JsonAsync()).GetProperty("emailConfirmed").GetBoolean());
        Assert.Equal("409 nothing-to-confirm", await subscriber.Client.PostAsync(new Uri("/api/v1/me/email/code", UriKind.Relative), null).OutcomeAsync());
        using var left = await api.ExitAsync(subscriber, new { acceptLoss = false });
        Assert.Equal("""{"sum":100,"lost":0,"inPayout":0}""", await left.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Owner_is_told_of_a_change_and_undoes_it_without_signing_in()
    {
        await using var api = await TestApi.StartAsync("Cashback:Programme:UndoMinutes=10");
        var subscriber = await api.SignInAsync();
        var stranger = TestApi.NewNumber();
        await api.ProveAsync(subscriber, $"goal:{stranger}");
        (await subscriber.Client.PostAsJsonAsync("/api/v1/me/goals", new { type = "topUp", phone = stranger, priority = 1 })).EnsureSuccessStatusCode();
        var goalCode = await UndoCodeAsync(api, subscriber.Phone, "Бонусы пойдут на");
        await api.ProveAsync(subscriber, "change-email");
        (await subscriber.Client.PatchAsJsonAsync("/api/v1/me", new { email = "thief@example.ru" })).EnsureSuccessStatusCode();
        var emailCode = await UndoCodeAsync(api, subscriber.Phone, "E-mail в программе изменён");

        Assert.Equal("404 not-found", await UndoAsync(api, stranger, goalCode).OutcomeAsync());
        Assert.Equal("404 not-found", await UndoAsync(api, subscriber.Phone, "AAAAAAAA").OutcomeAsync());
        using var goal = await UndoAsync(api, subscriber.Phone, goalCode.ToUpperInvariant());
        using var email = await UndoAsync(api, subscriber.Phone, emailCode);

        Assert.Equal(("goal", "email"), ((await goal.JsonAsync()).Text("undone"), (await email.JsonAsync()).Text("undone")));
        Assert.Equal("404 not-found", await UndoAsync(api, subscriber.Phone, goalCode).OutcomeAsync());
        var account = await subscriber.Client.ReadAsync("/api/v1/me");
        Assert.Equal(JsonValueKind.Null, account.GetProperty("email").ValueKind);
        Assert.Equal(subscriber.Phone, Assert.Single(account.GetProperty("goals").EnumerateArray()).Text("phone"));
    }

    [Fact]
    public async Task Leaving_is_undone_by_signing_in_within_ten_minutes_and_takes_effect_after_them()
    {
        await using var api = await TestApi.StartAsync("Cashback:Programme:UndoMinutes=10");
        var subscriber = await api.SignInAsync();
        await api.ConfirmEmailAsync(subscriber, "anna@example.ru");
        await api.BuyAsync(subscriber, "2000");
        using var left = await api.ExitAsync(subscriber, new { acceptLoss = false });
        Assert.Equal("""{"sum":100,"lost":0,"inPayout":0}""", await left.Content.ReadAsStringAsync());
        Assert.Equal("401 not-signed-in", await subscriber.Client.GetAsync(new Uri("/api/v1/me", UriKind.Relative)).OutcomeAsync());

        await api.AdvanceAsync(TimeSpan.FromMinutes(9));
        var back = await api.SignInAsync(subscriber.Phone);

        Assert.Equal((false, subscriber.Tokens.SubscriberId), (back.Tokens.Registered, back.Tokens.SubscriberId));
        Assert.Equal(100, (await back.Client.ReadAsync("/api/v1/me")).GetProperty("balance").Number("accruedThisMonth"));
        await api.AdvanceAsync(TimeSpan.FromMinutes(9));
        Assert.DoesNotContain(await api.OutboxAsync("anna@example.ru"), letter => letter.Text.Contains("сертификат", StringComparison.Ordinal));

        back = await api.SignInAsync(subscriber.Phone);
        using var again = await api.ExitAsync(back, new { acceptLoss = false });
        Assert.Equal(200, (int)again.StatusCode);
        await api.AdvanceAsync(TimeSpan.FromMinutes(11));

        await Eventually.TrueAsync(
            async () => (await api.OutboxAsync("anna@example.ru")).Any(letter => letter.Text.Contains("сертификат", StringComparison.Ordinal)), "the letter is out");
        Assert.True((await api.SignInAsync(subscriber.Phone)).Tokens.Registered);
    }

    [Fact]
    public async Task Operations_correct_the_address_of_one_who_left_and_the_record_says_who_and_why()
    {
        await using var api = await TestApi.StartAsync();
        var subscriber = await api.SignInAsync();
        await api.ConfirmEmailAsync(subscriber, "mistyped@example.ru");
        await api.BuyAsync(subscriber, "2000");
        using var op = api.Operator();
        var path = $"/ops/v1/subscribers/{subscriber.Tokens.SubscriberId}/certificate-letter";
        var correction = new { email = "right@example.ru", reason = "550: mistyped, call 4711" };
        Assert.Equal("409 not-left", await op.PostAsJsonAsync(path, correction).OutcomeAsync());
        using var left = await api.ExitAsync(subscriber, new { acceptLoss = false });

        (await op.PostAsJsonAsync(path, correction)).EnsureSuccessStatusCode();

        await Eventually.TrueAsync(async () => (await api.OutboxAsync("right@example.ru")).Count == 1, "the letter is out again");
        Assert.Contains("100", (await api.OutboxAsync("right@example.ru"))[0].Text, StringComparison.Ordinal);
        var line = (await op.ReadAsync($"/ops/v1/subscribers/{subscriber.Tokens.SubscriberId}/history")).Items()[0];
        Assert.Contains("r***@example.ru", line.Text("title"), StringComparison.Ordinal);
        Assert.StartsWith("550: mistyped, call 4711 (", line.Text("reason"), StringComparison.Ordinal);
        Assert.Equal("400 invalid-request", await op.PostAsJsonAsync(path, new { email = "a.@example.ru", reason = "x" }).OutcomeAsync());
    }

    private static async Task<string> RequestAsync(SignedIn subscriber, string purpose)
    {
        using var requested = await subscriber.Client.PostAsJsonAsync("/api/v1/auth/proofs", new { purpose });
        Assert.Equal(202, (int)requested.StatusCode);
        return (await requested.JsonAsync()).Text("proofId");
    }

    private static Task<HttpResponseMessage> UndoAsync(TestApi api, string phone, string code) =>
        api.Client.PostAsJsonAsync("/api/v1/auth/undo", new { phone, code });

    private static async Task<string> UndoCodeAsync(TestApi api, string phone, string beginning)
    {
        var text = "";
        await Eventually.TrueAsync(
            async () =>
                (text = (await api.OutboxAsync(phone)).FirstOrDefault(sms => sms.Text.StartsWith(beginning,
                    StringComparison.Ordinal))?.Text ?? "").Length > 0,
            "the owner is told");
        return System.Text.RegularExpressions.Regex.Match(text, "отмены: ([2-9A-Z]{8})").Groups[1].Value;
    }
}
