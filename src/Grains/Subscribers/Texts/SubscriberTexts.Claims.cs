using Cashback.Claims;

namespace Cashback.Subscribers;

/// <summary>Claims.</summary>
internal sealed partial class SubscriberTexts
{
    public string ClaimFiled(string store) => Say($"Заявка по заказу в «{store}» принята", $"Claim of an order at {store} filed");

    public string ClaimGoes(string store) => Say($"Заявка по заказу в «{store}» передана магазину", $"Claim of an order at {store} passed on");

    public string ClaimFound(string store) => Say($"Заказ в «{store}» найден по заявке", $"Order at {store} found by your claim");

    public string ClaimDeclined(string store) => Say($"Заявка по заказу в «{store}» отклонена", $"Claim of an order at {store} declined");

    public string ClaimOf(Claim claim) => Say($"Заказ {claim.OrderId}, {Text(claim.Amount)}", $"Order {claim.OrderId}, {Text(claim.Amount)}");
}
