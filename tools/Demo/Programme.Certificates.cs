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

    public Task SetEmailAsync(string email) => SendAsync<object>(HttpMethod.Patch, "/api/v1/me", new { email });

    public Task<Exit> LeaveAsync() => SendAsync<Exit>(HttpMethod.Post, "/api/v1/me/exit", new { acceptLoss = false });

    public void SignOut() => (token, signedIn) = (null, null);

    public Task<Audit> AuditAsync() => SendAsync<Audit>(HttpMethod.Get, "/ops/v1/audit");
}

public sealed record Certificate(string Id, long Denomination, string Code, string Status);

public sealed record ShopKey(string Key);

public sealed record Redemption(long Applied, decimal LeftToPay);

public sealed record Exit(long Sum, long Lost);

public sealed record Audit(bool Balanced, long Difference, long Credited, long Held, long Paid, long Certificates, long Lost, long Reversed)
{
    public override string ToString() => $"{Credited} credited = {Held} held + {Paid} paid + {Certificates} certificates + {Lost} lost + {Reversed} reversed";
}
