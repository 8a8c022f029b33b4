namespace Cashback.Messages;

/// <summary>
/// What subscribers are told, in Russian and English. Values: <c>store</c> (its name), <c>bonuses</c>, <c>over</c>,
/// <c>available</c>, <c>saved</c>, <c>paid</c> (whole numbers), <c>phone</c> (masked), <c>reason</c> (in words),
/// <c>month</c> (yyyy-MM).
/// </summary>
internal static class MessageTemplates
{
    public static IReadOnlyList<MessageTemplate> All { get; } =
    [
        new("purchase-registered",
            "{store}: заказ учтён, ждём {bonuses:b}",
            "{store}: order registered, expect {bonuses:b}"),
        new("purchase-confirmed",
            "{store}: покупка подтверждена, +{bonuses:b}",
            "{store}: purchase confirmed, +{bonuses:b}"),
        new("purchase-confirmed-cut",
            "{store}: +{bonuses:b}, сверх лимита месяца: {over}",
            "{store}: +{bonuses:b}, over the monthly limit: {over}"),
        new("purchase-declined",
            "{store}: покупка отклонена[. {reason}]",
            "{store}: purchase declined[. {reason}]"),
        new("purchase-expired",
            "{store}: заказ не подтверждён в срок, бонусов не будет",
            "{store}: order not confirmed in time, no bonuses"),
        new("purchase-reversed",
            "{store}: покупка отменена, −{bonuses:b}[. {reason}]",
            "{store}: purchase cancelled, -{bonuses:b}[. {reason}]"),
        new("purchase-on-hold",
            "{store}: заказ снова на проверке, −{bonuses:b}",
            "{store}: order under review again, -{bonuses:b}"),
        new("settled",
            "{month:m}: доступно {available:b}[, на телефон {paid}][, в копилку {saved}]",
            "{month:m}: {available:b} available[, topped up {paid}][, saved {saved}]"),
        new("payout-paid",
            "Телефон {phone} пополнен на {paid} ₽",
            "{phone} was topped up with {paid} RUB"),
        new("payout-refused",
            "Пополнение {phone} не прошло, +{bonuses:b}[. {reason}]",
            "Top-up of {phone} failed, +{bonuses:b}[. {reason}]"),
        new("reward-friend",
            "Покупка по приглашению: +{bonuses:b}[, сверх лимита: {over}]",
            "Purchase as an invited friend: +{bonuses:b}[, over the limit: {over}]"),
        new("reward-inviter",
            "Награда за друга: +{bonuses:b}[, сверх лимита: {over}]",
            "For your friend: +{bonuses:b}[, over the monthly limit: {over}]"),
        new("reward-welcome",
            "Приветственная награда: +{bonuses:b}[, сверх лимита: {over}]",
            "Welcome reward: +{bonuses:b}[, over the monthly limit: {over}]"),
        new("reward-receipt",
            "Кэшбэк по чеку: +{bonuses:b}[, сверх лимита: {over}]",
            "Cashback of a receipt: +{bonuses:b}[, over the limit: {over}]"),
        new("reward-taken-back",
            "Награда отменена: −{bonuses:b}",
            "A reward was cancelled: -{bonuses:b}"),
    ];

    private static readonly Dictionary<string, MessageTemplate> ByName = All.ToDictionary(template => template.Name);

    /// <summary>Any locale but <c>en</c> is told in Russian, the programme's language.</summary>
    /// <exception cref="ArgumentException">No such template, or a value it needs is missing.</exception>
    public static string Render(Message message) => ByName.TryGetValue(message.Template, out var template)
        ? template.Render(message.Values, message.Locale)
        : throw new ArgumentException($"There is no message '{message.Template}'; there are {string.Join(", ", ByName.Keys)}.");
}
