using System.Globalization;
using Cashback.Messages;
using Cashback.Purchases;
using Cashback.Referrals;

namespace Cashback.Subscribers;

/// <summary>The texts of the history, in the subscriber's language.</summary>
internal sealed partial class SubscriberTexts
{
    private static readonly SubscriberTexts Russian = new(true);
    private static readonly SubscriberTexts English = new(false);
    private readonly bool _russian;

    private SubscriberTexts(bool russian) => _russian = russian;

    public static SubscriberTexts For(string locale) => locale == "en" ? English : Russian;

    public string Registered => Say("Вы в программе", "You joined the programme");

    public string TooSmall => Say("Сумма слишком мала для начисления", "Too small to pay");

    public string NoAnswerInTime => Say(
        "Магазин не ответил в срок; можно подать заявку", "The shop gave no answer in time; a claim can be filed");

    public string DeclinedByStore => Say("Магазин отклонил заказ", "The shop declined the order");

    public string TakenBackByStore => Say("Магазин отменил заказ", "The shop took the order back");

    public string BelongsToAnother => Say(
        "Этот заказ уже учтён за другим переходом в магазин", "This order is already counted for another visit to the shop");

    public string OnHold => Say("Магазин вернул заказ на проверку", "The shop checks the order again");

    public string OverLimitReason => Say("Месячный лимит начислений исчерпан", "The monthly limit is reached");

    public string RefusedByBilling => Say("Оператор отклонил пополнение", "The operator refused the top-up");

    public string NotReported => Say("Магазин ещё не сообщил о заказе", "The shop has not yet reported an order");

    public string Reported => Say("Магазин сообщил о заказе", "The shop has reported an order");

    public string Visit(string store) => _russian
        ? $"Переход в магазин «{store}»"
        : $"Visit to {store}";

    public string PurchaseRegistered(string store) => _russian
        ? $"Покупка в «{store}» учтена"
        : $"Purchase at {store} registered";

    public string ExpectedBy(long bonuses, DateOnly due) => _russian
        ? $"Ждём {Bonuses(bonuses)}, магазин ответит до {Day(due)}"
        : $"{Bonuses(bonuses)} expected, the shop's answer is due by {Day(due)}";

    /// <summary>A day of the programme's calendar, as people write it.</summary>
    public string Day(DateOnly day) => day.ToString(_russian ? "dd.MM.yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string Confirmed(string store) => _russian
        ? $"Кешбэк за покупку в «{store}» подтверждён"
        : $"Cashback at {store} confirmed";

    public string Declined(string store) => _russian
        ? $"Кешбэк за покупку в «{store}» отклонён"
        : $"Cashback at {store} declined";

    public string Expired(string store) => _russian
        ? $"Срок подтверждения покупки в «{store}» истёк"
        : $"Purchase at {store} expired";

    public string Reversed(string store) => _russian
        ? $"Кешбэк за покупку в «{store}» отменён"
        : $"Cashback at {store} reversed";

    public string HeldAgain(string store) => _russian
        ? $"Кешбэк за покупку в «{store}» снова ожидает подтверждения"
        : $"Cashback at {store} is pending again";

    public string ReportIgnored(string store) => _russian
        ? $"Сообщение магазина «{store}» не учтено"
        : $"A message of {store} was not accepted";

    public string WhyReportIgnored(ReportedStatus word, PurchaseStatus status) => _russian
        ? $"Сообщение «{Name(word)}» не принято: покупка {Name(status)}"
        : $"'{Name(word)}' can't change a purchase that is {Name(status)}";

    public string AmountChanged(Money before, Money after) => _russian
        ? $"Сумма заказа изменилась: {Text(before)} → {Text(after)}"
        : $"The order's amount changed: {Text(before)} → {Text(after)}";

    public string Recomputed(string store) => _russian
        ? $"Кешбэк за покупку в «{store}» пересчитан"
        : $"Cashback at {store} recomputed";

    public string OverLimit(long over) => _russian
        ? $"Сверх месячного лимита: {Bonuses(over)}"
        : $"Over the monthly limit: {over}";

    public string MonthClosed(YearMonth month) => _russian
        ? $"Итоги {MonthNames.RussianGenitive(month)} {month.Year} года"
        : $"{MonthNames.English(month)} {month.Year} settled";

    public string Rewarded(RewardKind kind) => kind switch
    {
        RewardKind.ReferralFriend => Say("Награда за первую покупку по приглашению", "Reward for the first purchase as an invited friend"),
        RewardKind.ReferralInviter => Say("Награда за приглашённого друга", "Reward for an invited friend"),
        RewardKind.Welcome => Say("Приветственная награда", "Welcome reward"),
        _ => Say("Кешбэк по чеку", "Cashback of a receipt"),
    };

    public string RewardTakenBack(RewardKind kind) => kind switch
    {
        RewardKind.ReferralFriend => Say("Награда за покупку по приглашению отменена", "Reward for a purchase as an invited friend taken back"),
        RewardKind.ReferralInviter => Say("Награда за приглашённого друга уменьшена", "Reward for an invited friend taken back"),
        RewardKind.Welcome => Say("Приветственная награда отменена", "Welcome reward taken back"),
        _ => Say("Кешбэк по чеку отменён", "Cashback of a receipt taken back"),
    };

    public string SubjectOf(RewardReport report) =>
        report.Kind == RewardKind.ReferralInviter ? Say($"Друг №{report.Subject}", $"Friend {report.Subject}") : report.Subject;

    public string Joined(JoinResult result) => result switch
    {
        JoinResult.Counts => Say("По приглашению друга", "Invited by a friend"),
        JoinResult.LimitReached => Say("По приглашению друга; все награды за этот промокод уже получены", "Invited by a friend; all rewards of this promo code are taken"),
        JoinResult.OwnNumber => Say("Промокод не засчитан: это ваш собственный промокод", "The promo code does not count: it is your own"),
        JoinResult.CameBefore => Say("Промокод не засчитан: по нему этот номер уже регистрировался", "The promo code does not count: this number came with it before"),
        JoinResult.NoCampaign => Say("Промокод не засчитан: сейчас нет акции", "The promo code does not count: there is no campaign now"),
        _ => Say("Промокод не найден", "There is no such promo code"),
    };

    public string RewardHadBefore => Say("Награда по этому номеру уже начислялась", "This number has had the reward before");

    public string RewardBudgetSpent => Say("Награды этой акции закончились", "The rewards of this campaign are used up");

    public string BecameAvailable(long bonuses) => _russian
        ? $"Теперь доступно: {Bonuses(bonuses)}"
        : $"{Bonuses(bonuses)} became available";

    public string SetAside(long bonuses) => _russian
        ? $"Отложено на смартфон: {Bonuses(bonuses)}"
        : $"Set aside for a smartphone: {Bonuses(bonuses)}";

    public string PayoutStarted(Phone phone) => _russian
        ? $"Пополнение номера {phone.Masked}"
        : $"Top-up of {phone.Masked}";

    public string PayoutPaid(Phone phone) => _russian
        ? $"Номер {phone.Masked} пополнен"
        : $"{phone.Masked} was topped up";

    public string PayoutRefused(Phone phone) => _russian
        ? $"Пополнение номера {phone.Masked} отклонено, бонусы возвращены"
        : $"Top-up of {phone.Masked} refused, the bonuses are back";

    public string CertificateUsed => Say("Сертификат использован", "Certificate used");

    public string LeftProgramme => Say("Вы вышли из программы", "You left the programme");

    public string LeftReason => Say("Абонент вышел из программы", "The subscriber left the programme");

    public string LostReason => Say(
        "Нет адреса электронной почты для сертификата", "There is no e-mail address for a certificate");

    public string SentByEmail => Say("При выходе из программы; отправлен по электронной почте", "On leaving the programme; sent by e-mail");

    public string SentAgain(string email) => _russian
        ? $"Письмо с сертификатом отправлено ещё раз на {email}"
        : $"The certificate's letter was sent again to {email}";

    public string CertificateIssued(long sum) => _russian
        ? $"Сертификат на {sum} ₽"
        : $"Certificate of {sum} RUB";

    public string PaidFrom(long savings, long available) => savings == 0 ? Say($"Из доступного: {Bonuses(available)}", $"From the available balance: {available}")
        : available == 0 ? Say($"Из накоплений: {Bonuses(savings)}", $"From savings: {savings}")
        : Say($"Из накоплений: {Bonuses(savings)}, из доступного: {Bonuses(available)}", $"From savings: {savings}, from the available balance: {available}");

    public string CertificatePaid(long applied) => _russian
        ? $"Оплачено при покупке: {applied} ₽"
        : $"It paid {applied} RUB of a purchase";

    public string Lost(long bonuses) => _russian
        ? $"Сгорело: {Bonuses(bonuses)}"
        : $"Lost: {Bonuses(bonuses)}";

    public string Amount(long bonuses) => Bonuses(bonuses);

    // A text with values is chosen before it is made: both would be made if they were arguments.
    private string Say(string russian, string english) => _russian ? russian : english;

    private string Text(Money money) => _russian ? MoneyText.Russian(money) : MoneyText.English(money);

    private string Bonuses(long count) => _russian
        ? $"{count} {Plural.Russian(count, "бонус", "бонуса", "бонусов")}"
        : $"{count} {Plural.English(count, "bonus", "bonuses")}";

    private string Name(ReportedStatus word) => word switch
    {
        ReportedStatus.Confirmed => Say("подтверждён", "confirmed"),
        ReportedStatus.Declined => Say("отклонён", "declined"),
        ReportedStatus.OnHold => Say("на проверке", "on hold"),
        _ => Say("создан", "created"),
    };

    private string Name(PurchaseStatus status) => status switch
    {
        PurchaseStatus.Confirmed => Say("подтверждена", "confirmed"),
        PurchaseStatus.Declined => Say("отклонена", "declined"),
        PurchaseStatus.Expired => Say("не подтверждена в срок", "expired"),
        PurchaseStatus.Reversed => Say("отменена", "reversed"),
        _ => Say("ожидает подтверждения", "pending"),
    };
}

internal static class NumberText
{
    public static string Text(this long number) => number.ToString(CultureInfo.InvariantCulture);
}
