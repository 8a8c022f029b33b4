namespace Cashback.Demo;

/// <summary>Certificates, tills, and leaving.</summary>
public sealed partial class Programme
{
    public Task<Certificate> BuyCertificateAsync(long denomination) =>
        SendAsync<Certificate>(HttpMethod.Post, "/api/v1/me/certificates", new { denomination });

    public async Task<IReadOnlyList<Certificate>> CertificatesAsync() =>
        (await SendAsync<Items<Certificate>>(HttpMethod.Get, "/api/v1/me/certificates")).List;

    /// <returns>The key of a new shop's tills.</returns>
    public async Task<string> NewTillAsync(string shop, string name)
    {
        await SendAsync<object>(HttpMethod.Put, $"/ops/v1/shops/{shop}", new { name });
        return (await SendAsync<ShopKey>(HttpMethod.Post, $"/ops/v1/shops/{shop}/keys")).Key;
    }

    /// <summary>What a till sends; the same request again has the same name.</summary>
    public Task<Redemption> RedeemAsync(string till, string code, string price, string deviceId, string request) => SendAsync<Redemption>(
        HttpMethod.Post,
        $"/pos/v1/certificates/{code}/redemptions",
        new { price = new { amount = price, currency = "RUB" }, deviceId, receiptId = "R-1" },
        new() { ["X-Api-Key"] = till, ["Idempotency-Key"] = request });

    /// <summary>Enters an address, and confirms it by the code that goes there.</summary>
    public async Task SetEmailAsync(string email)
    {
        var proof = await ProveAsync("change-email");
        await SendAsync<object>(HttpMethod.Patch, "/api/v1/me", new { email }, proof);
        var code = SixDigits().Match(await SmsAsync(email, "confirm")).Value;
        await SendAsync<object>(HttpMethod.Post, "/api/v1/me/email/confirmation", new { code }, proof);
    }

    /// <summary>It takes effect ten minutes later.</summary>
    public async Task<Exit> LeaveAsync() =>
        await SendAsync<Exit>(HttpMethod.Post, "/api/v1/me/exit", new { acceptLoss = false }, await ProveAsync("leave"));

    /// <summary>A code by SMS for one action.</summary>
    private async Task<Dictionary<string, string>> ProveAsync(string purpose)
    {
        var sent = (await OutboxAsync(_signedIn!)).Count;
        var requested = await SendAsync<ProofRequested>(HttpMethod.Post, "/api/v1/auth/proofs", new { purpose });
        var code = SixDigits().Match(await NextSmsAsync(_signedIn!, sent, "code")).Value;
        var proven = await SendAsync<FreshProof>(HttpMethod.Post, $"/api/v1/auth/proofs/{requested.ProofId}", new { code });
        return new() { ["Cashback-Proof"] = proven.Proof };
    }

    public void SignOut() => (_token, _signedIn) = (null, null);

    public Task<Audit> AuditAsync() => SendAsync<Audit>(HttpMethod.Get, "/ops/v1/audit");
}

public sealed record Certificate(string Id, long Denomination, string Code, string Status);

public sealed record ProofRequested(string ProofId);

public sealed record FreshProof(string Proof);

public sealed record ShopKey(string Key);

public sealed record Redemption(long Applied, decimal LeftToPay);

public sealed record Exit(long Sum, long Lost);

public sealed record Audit(bool Balanced, long Difference, long Credited, long Held, long Paid, long Certificates, long Lost, long Reversed)
{
    public override string ToString() => $"{Credited} credited = {Held} held + {Paid} paid + {Certificates} certificates + {Lost} lost + {Reversed} reversed";
}
