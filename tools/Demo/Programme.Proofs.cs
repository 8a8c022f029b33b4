namespace Cashback.Demo;

public sealed record Claim(string Id, string Status);

/// <summary>Receipts and claims.</summary>
public sealed partial class Programme
{
    public Task PutReceiptPromotionAsync(string id, object promotion) =>
        SendAsync<object>(HttpMethod.Put, $"/ops/v1/promotions/{id}", promotion);

    public Task SendReceiptAsync(string qr) => SendAsync<object>(HttpMethod.Post, "/api/v1/me/receipts", new { qr });

    public Task<Claim> FileClaimAsync(string clickId, string storeId, string orderId, string amount, DateTimeOffset orderedAt) =>
        SendAsync<Claim>(
        HttpMethod.Post, "/api/v1/me/claims", new { clickId, storeId, orderId, amount = new { amount, currency = "RUB" }, orderedAt });

    public Task AnswerClaimAsync(string claimId, string lineId) =>
        SendAsync<object>(HttpMethod.Post, $"/ops/v1/claims/{claimId}/answer", new { result = "found", lineId });
}
