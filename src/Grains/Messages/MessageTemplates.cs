namespace Cashback.Messages;

/// <summary>
/// The texts to subscribers, in Russian and English. Values: <c>store</c> (its name, or a campaign's), <c>bonuses</c>, <c>over</c>,
/// <c>available</c>, <c>saved</c>, <c>paid</c>, <c>debt</c> (whole numbers), <c>phone</c> (masked), <c>reason</c> (in words),
/// <c>sum</c> (of money, with its decimals), <c>month</c> (yyyy-MM), <c>code</c> (of a certificate),
/// <c>undo</c> (the code that undoes a change), <c>minutes</c>.
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
            "{store}:[ +{bonuses:b},] сверх месячного лимита: {over}",
            "{store}:[ +{bonuses:b},] over the monthly limit: {over}"),
        new("purchase-declined",
            "{store}: покупка отклонена[. {reason}]",
            "{store}: purchase declined[. {reason}]"),
        new("purchase-expired",
            "{store}: заказ не подтверждён в срок, бонусов не будет",
            "{store}: order not confirmed in time, no bonuses"),
        new("purchase-reversed",
            "{store}: покупка отменена[, −{bonuses:b}][. {reason}]",
            "{store}: purchase cancelled[, -{bonuses:b}][. {reason}]"),
        new("purchase-on-hold",
            "{store}: заказ снова на проверке[, −{bonuses:b}][. {reason}]",
            "{store}: order under review again[, -{bonuses:b}][. {reason}]"),
        new("settled",
            "{month:m}: доступно {available:b}[, на телефон {paid}][, отложено {saved}]",
            "{month:m}: {available:b} available[, topped up {paid}][, saved {saved}]"),
        new("settled-debt",
            "{month:m}: долг {debt:b}, его погасят новые начисления",
            "{month:m}: you owe {debt:b}, paid off by what you earn next"),
        new("payout-paid",
            "Телефон {phone} пополнен на {paid} ₽",
            "{phone} was topped up with {paid} RUB"),
        new("payout-refused",
            "Пополнение {phone} не прошло, +{bonuses:b}[. {reason}]",
            "Top-up of {phone} failed, +{bonuses:b}[. {reason}]"),
        new("reward-friend",
            "Покупка по приглашению[: +{bonuses:b}][, сверх месячного лимита: {over}]",
            "Purchase as an invited friend[: +{bonuses:b}][, over the limit: {over}]"),
        new("reward-inviter",
            "Награда за друга[: +{bonuses:b}][, сверх месячного лимита: {over}]",
            "For your friend[: +{bonuses:b}][, over the monthly limit: {over}]"),
        new("reward-welcome",
            "Приветственная награда[: +{bonuses:b}][, сверх месячного лимита: {over}]",
            "Welcome reward[: +{bonuses:b}][, over the monthly limit: {over}]"),
        new("welcome-spent",
            "«{store}»: награды акции закончились, начислен только кешбэк",
            "{store}: the rewards are used up, only the cashback is paid"),
        new("reward-receipt",
            "Кешбэк по чеку[: +{bonuses:b}][, сверх месячного лимита: {over}]",
            "Cashback of a receipt[: +{bonuses:b}][, over the limit: {over}]"),
        new("card-credit",
            "Кешбэк на карту за неделю: +{sum} ₽",
            "Weekly cashback on your card: +{sum} RUB"),
        new("receipt-declined",
            "Кешбэка по чеку не будет[. {reason}]",
            "No cashback for your receipt[. {reason}]"),
        new("claim-found",
            "{store}: заказ по вашей заявке найден",
            "{store}: the order of your claim is found"),
        new("claim-declined",
            "{store}: заявка отклонена[. {reason}]",
            "{store}: your claim is declined[. {reason}]"),
        new("reward-taken-back",
            "Награда отменена: −{bonuses:b}[. {reason}]",
            "A reward was cancelled: -{bonuses:b}[. {reason}]"),
        new("certificate-issued",
            "Сертификат на {bonuses} ₽: {code}",
            "Certificate of {bonuses} RUB: {code}") { Urgent = true },
        new("certificate-used",
            "Ваш сертификат использован, оплачено {bonuses} ₽",
            "Your certificate was used, it paid {bonuses} RUB"),
        new("left",
            "Вы вышли из программы. Сертификат на {bonuses} ₽ отправлен на e-mail",
            "You left the programme. The {bonuses} RUB certificate is e-mailed") { Urgent = true },
        new("left-lost",
            "Вы вышли из программы без e-mail. Сгорело бонусов: {bonuses}",
            "You left the programme without an e-mail. Bonuses lost: {bonuses}") { Urgent = true },
        new("leaving",
            "Выход из программы. Передумали или это не вы? Войдите за {minutes} мин",
            "You are leaving. Not you? Sign in again within {minutes} minutes") { Urgent = true },
        new("leaving-undone",
            "Выход отменён, вы остаётесь в программе",
            "You stay in the programme") { Urgent = true },
        new("email-changed",
            "E-mail в программе изменён[. Это не вы? Код отмены: {undo}]",
            "Your e-mail was changed[. Not you? Undo within minutes: {undo}]") { Urgent = true },
        new("email-confirmed",
            "E-mail в программе подтверждён[. Это не вы? Код отмены: {undo}]",
            "Your e-mail was confirmed[. Not you? Undo within minutes: {undo}]") { Urgent = true },
        new("goal-added",
            "Бонусы пойдут на {phone}[. Это не вы? Код отмены: {undo}]",
            "Bonuses will top up {phone}[. Not you? Undo code: {undo}]") { Urgent = true },
        new("certificate-shown",
            "Код сертификата открыт в личном кабинете. Это не вы? Звоните оператору",
            "A certificate's code was shown. Not you? Call us") { Urgent = true },
        new("certificate-letter",
            "Здравствуйте!\n\nВаш сертификат на {bonuses} ₽: {code}\n\nИм можно один раз оплатить смартфон в салонах оператора. "
            + "Храните код как деньги: им может заплатить любой, кто его знает.",
            "Hello,\n\nyour certificate of {bonuses} RUB: {code}\n\nIt pays once for a smartphone in the operator's shops. "
            + "Keep the code like money: whoever names it pays with it.")
        {
            Subject = new("Ваш сертификат на {bonuses} ₽", "Your certificate of {bonuses} RUB"),
        },
    ];

    private static readonly Dictionary<string, MessageTemplate> ByName = All.ToDictionary(template => template.Name);

    /// <summary>Any locale but <c>en</c> gets Russian, the programme's language.</summary>
    /// <exception cref="ArgumentException">No such template, or a value it needs is missing.</exception>
    public static string Render(Message message) => Of(message.Template).Render(message.Values, message.Locale);

    /// <exception cref="ArgumentException">It can't be rendered.</exception>
    public static void Check(Message message) => _ = Of(message.Template).Subject is null ? Render(message) : RenderLetter(message).Text;

    /// <exception cref="ArgumentException">As above; or it is no letter, or there is no address to send it to.</exception>
    public static Letter RenderLetter(Message message)
    {
        var template = Of(message.Template);
        return message.Email is { Length: > 0 } address
            ? new Letter(address, template.RenderSubject(message.Values, message.Locale), template.Render(message.Values, message.Locale))
            : throw new ArgumentException($"The message '{message.Template}' is a letter and needs an address.");
    }

    /// <exception cref="ArgumentException">No such template.</exception>
    public static MessageTemplate Of(string name) => ByName.TryGetValue(name, out var template)
        ? template
        : throw new ArgumentException($"There is no message '{name}'; there are {string.Join(", ", ByName.Keys)}.");
}
