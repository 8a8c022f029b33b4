using System.Text.Json;

namespace Cashback.Fuzz.Story;

/// <summary>
/// What happens before the requests, so that they have something to be about, and after them, to see whether all still works.
/// </summary>
public sealed class Stories(ServiceClient service, int seed)
{
    private const string Store = "ozon";
    private static int _numbers;
    private static int _lines = 8_000_000;

    /// <summary>
    /// A guest saves, buys a certificate, files a claim, sends a receipt; a store, a network, a shop and a promotion are put.
    /// </summary>
    public async Task<World> PrepareAsync()
    {
        var ids = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase)
        {
            ["storeId"] = [Store, World.OwnId],
            ["shopId"] = [World.OwnId],
        };
        var shopKey = await PutOwnAsync(ids);
        var phone = NewNumber("903");
        var main = await service.SignInAsync(phone);
        await service.ReportAsync(NewLine(), "approved", await ClickAsync(main, Store), "120000");
        var visitor = await service.SignInAsync(NewNumber("916"));
        await service.ReportAsync(NewLine(), "approved", await ClickAsync(visitor, Store), "9000");
        await service.PostAsync("/dev/clock/advance", """{"by":"P32D"}""");
        main = await service.SignInAsync(phone);
        visitor = await service.SignInAsync(visitor.Phone);
        var now = await service.NowAsync();

        string[] clicks = [await ClickAsync(main, Store), await ClickAsync(main, World.OwnId), await ClickAsync(visitor, Store)];
        foreach (var (click, status) in clicks.Zip((string[])["pending", "approved", "pending"]))
        {
            await service.ReportAsync(NewLine(), status, click, "1299.49");
        }

        var certificate = await service.PostAsync("/api/v1/me/certificates", """{"denomination":1000}""", main.AccessToken);
        await service.PostAsync(
            "/api/v1/me/claims",
            $$$"""{"storeId":"ozon","orderId":"F-1","amount":{"amount":"100","currency":"RUB"},"orderedAt":"{{{now:O}}}","clickId":"{{{clicks[0]}}}"}""",
            main.AccessToken);
        await service.PostAsync("/api/v1/me/receipts", $$"""{"qr":"t={{now:yyyyMMdd'T'HHmm}}&s=975.88&fn=8710000101125654&i={{now.Ticks % 90_000}}&fp=1250448795&n=1"}""", main.AccessToken);
        foreach (var line in (string[])["91", "92", "93", "94"])
        {
            await service.ReportAsync($"{line}{now.Ticks % 90_000}", "approved", "no-such-click", "10");
        }

        ids["clickId"] = clicks;
        ids["code"] = [certificate.Text("code")];
        ids["denomination"] = ["100"];
        ids["subscriberId"] = [main.SubscriberId, visitor.SubscriberId];
        ids["refreshToken"] = [visitor.RefreshToken];
        ids["cardId"] = ids["card"] = [$"bank-{phone[2..]}"];
        await service.PostAsync("/ops/v1/cards", $$"""{"cardId":"{{ids["cardId"][0]}}","subscriberId":"{{main.SubscriberId}}","product":"debit"}""");
        await PutMoreAsync(ids, now);
        await CollectAsync(ids, main, visitor);
        return new World(main, visitor, shopKey, now, ids);
    }

    public Task<Member> NewMemberAsync() => service.SignInAsync(NewNumber("916"));

    /// <summary>A new subscriber buys at a new store, and gets what the store promised; the books of the whole programme balance.</summary>
    /// <exception cref="StoryException">It is not so.</exception>
    public async Task RunAsync()
    {
        var store = $"t{seed % 10_000}-{Interlocked.Increment(ref _numbers)}".Replace("--", "-", StringComparison.Ordinal);
        await service.PutAsync($"/ops/v1/stores/{store}", StoreBody);
        var member = await service.SignInAsync(NewNumber("916"));
        var reported = await service.ReportAsync(NewLine(), "approved", await ClickAsync(member, store), "1299.49");
        var purchase = await service.GetAsync($"/api/v1/me/purchases/{reported.Text("purchaseId")}", member.AccessToken);
        if (purchase.GetProperty("credited").GetInt64() != 65 || purchase.Text("status") != "confirmed")
        {
            throw new StoryException($"5 % of 1299.49 are 65, confirmed; the purchase says {purchase}");
        }
    }

    /// <exception cref="StoryException">The books do not balance.</exception>
    public async Task AuditAsync()
    {
        var audit = await service.GetAsync("/ops/v1/audit");
        if (!audit.GetProperty("balanced").GetBoolean())
        {
            throw new StoryException($"The books do not balance: {audit}");
        }
    }

    private const string StoreBody =
        """{"name":"Fuzz","categories":["online"],"network":"admitad","linkTemplate":"https://ad.example/g/fuzz/?subid={click}","tariffs":[{"code":"default","percent":"5"}],"confirmationDays":30}""";

    private static string NewNumber(string prefix) => $"+7{prefix}{4_000_000 + Interlocked.Increment(ref _numbers)}";

    private static string NewLine() => $"{Interlocked.Increment(ref _lines)}";

    private async Task<string> PutOwnAsync(Dictionary<string, IReadOnlyList<string>> ids)
    {
        await service.PutAsync($"/ops/v1/stores/{World.OwnId}", StoreBody);
        await service.PutAsync($"/ops/v1/networks/{World.OwnId}", """{"like":"webhooks"}""");
        var keys = new List<string>();
        var secrets = new List<string>();
        for (var n = 0; n < 2; n++)
        {
            await TryAsync(async () => keys.Add((await service.PostAsync($"/ops/v1/networks/{World.OwnId}/keys", null)).Text("keyId")));
            await TryAsync(async () => secrets.Add((await service.PostAsync($"/ops/v1/networks/{World.OwnId}/signature-secrets", null)).Text("secretId")));
        }

        await service.PutAsync($"/ops/v1/shops/{World.OwnId}", """{"name":"Арбат"}""");
        var spare = await service.PostAsync($"/ops/v1/shops/{World.OwnId}/keys", null);
        (ids["keyId"], ids["secretId"]) = ([.. keys, spare.Text("keyId")], secrets);
        return (await service.PostAsync($"/ops/v1/shops/{World.OwnId}/keys", null)).Text("key");
    }

    /// <summary>What an earlier story made may be there already, or may have been changed by requests.</summary>
    private static async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (StoryException)
        {
            // What follows does not need it.
        }
    }

    private async Task<string> ClickAsync(Member member, string store) =>
        (await service.PostAsync("/api/v1/me/clicks", $$"""{"storeId":"{{store}}"}""", member.AccessToken)).Text("clickId");

    private async Task PutMoreAsync(Dictionary<string, IReadOnlyList<string>> ids, DateTimeOffset now)
    {
        var (from, to) = ($"{now.AddDays(-1):O}", $"{now.AddDays(60):O}");
        await service.PutAsync($"/ops/v1/exchange-rates/{now:yyyy-MM-dd}", """{"USD":"90.50"}""");
        await TryAsync(() => service.PutAsync($"/ops/v1/campaigns/{World.OwnId}", """{"name":"Fuzz","referral":{}}"""));
        await TryAsync(() => service.PutAsync($"/ops/v1/promotions/{World.OwnId}", """{"name":"Fuzz","percent":"10","goods":["молоко"]}"""));
        await TryAsync(() => service.PutAsync(
            $"/ops/v1/device-promotions/{World.OwnId}",
            $$$"""
            {"name":"Fuzz","from":"{{{from}}}","to":"{{{to}}}","budget":{"amount":"2000000","currency":"RUB"},
             "devices":[{"model":"X","tacs":["49015420","35693803"],"reward":{"amount":"15","currency":"RUB"}}]}
            """));
        ids["runId"] = [(await service.PostAsync("/ops/v1/quarantine/runs", """{"action":"replay","network":"admitad"}""")).Text("id")];
        var report = await service.SendAsync(
            HttpMethod.Post, "/ops/v1/reconciliations?network=admitad", "action_id;status;cart;currency;order_id;subid\n81;approved;10;RUB;N-81;none\n", null, "text/csv");
        ids["reconciliationId"] = [report.Text("id")];
    }

    /// <summary>Ids that the service made, from its own lists.</summary>
    private async Task CollectAsync(Dictionary<string, IReadOnlyList<string>> ids, Member main, Member visitor)
    {
        var ops = $"/ops/v1/subscribers/{main.SubscriberId}";
        foreach (var (name, path, field) in ((string, string, string)[])
        [
            ("purchaseId", "/api/v1/me/purchases", "id"),
            ("goalId", "/api/v1/me/goals", "id"),
            ("ids", "/api/v1/me/goals", "id"),
            ("claimId", "/api/v1/me/claims", "id"),
            ("receiptId", "/api/v1/me/receipts", "id"),
            ("messageId", $"{ops}/messages", "id"),
            ("quarantineId", "/ops/v1/quarantine", "id"),
            ("payoutId", $"/ops/v1/subscribers/{visitor.SubscriberId}/history", "payoutId"),
        ])
        {
            var answer = await service.GetAsync(path, main.AccessToken);
            var items = answer.ValueKind is JsonValueKind.Array ? answer : answer.GetProperty("items");
            ids[name] = [.. items.EnumerateArray().Select(item => item.TryGetProperty(field,
                out var id) ? id.ToString() : "").Where(id => id.Length > 0)];
        }
    }
}
