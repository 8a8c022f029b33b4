using Cashback.Receipts;

namespace Cashback.Subscribers;

/// <summary>Receipts of offline purchases.</summary>
internal sealed partial class SubscriberTexts
{
    private const int RegionsNamed = 10;

    public string ReceiptSent => Say("Чек принят, проверяем", "Receipt taken, it is being checked");

    public string ReceiptWaits => Say("Чека ещё нет у налоговой службы", "The tax service does not have the receipt yet");

    public string ReceiptChecked => Say("Чек проверен, есть товары по акции", "Receipt checked, goods of a promotion are on it");

    public string ReceiptDeclined => Say("Кешбэка по чеку не будет", "No cashback for the receipt");

    public string ReceiptOf(decimal sum) => Say(
        $"Чек на {Text(Money.Rubles(sum))}", $"Receipt of {Text(Money.Rubles(sum))}");

    /// <param name="until">A day of the programme's calendar.</param>
    public string ReceiptWaitsUntil(DateOnly until) => Say(
        $"Проверяем повторно до {Day(until)}", $"It is asked for again until {Day(until)}");

    public string WhyDeclined(ReceiptNote receipt, ProgrammeCalendar calendar) => receipt.Reason switch
    {
        ReceiptReason.PromotionOver or ReceiptReason.PromotionNotBegun or ReceiptReason.OtherRegion or ReceiptReason.BelowMinSum
            when receipt.Missed is { } missed => WhyMissed(receipt.Reason.Value, missed, calendar),
        ReceiptReason.NoLines => Say("В чеке нет ни одной позиции", "The receipt has no lines"),
        ReceiptReason.NoSuchReceipt => Say("Такого чека нет у налоговой службы", "The tax service has no such receipt"),
        ReceiptReason.Different => Say("Сумма или время чека не совпадают", "The receipt's sum or time differs"),
        ReceiptReason.NotASale => Say("Это не чек продажи", "It is not the receipt of a sale"),
        ReceiptReason.AlreadyCounted => Say("Этот чек уже учтён", "This receipt was counted before"),
        ReceiptReason.NoPromotion => Say("У этого магазина нет акций", "There is no promotion of this shop"),
        ReceiptReason.OtherGoods => Say("В чеке нет товаров по акциям", "No goods of a promotion are on it"),
        ReceiptReason.LeftProgramme => Say("Участие в программе завершено", "Left the programme"),
        _ => Say("Чек не удалось проверить за 30 дней", "It could not be checked within 30 days"),
    };

    private string WhyMissed(ReceiptReason reason, MissedPromotion missed, ProgrammeCalendar calendar)
    {
        var from = Day(calendar.DayOf(missed.From));
        var to = missed.To is { } end ? Day(calendar.DayOf(end.AddTicks(-1))) : null;
        return reason switch
        {
            ReceiptReason.PromotionOver => Say(
                $"Акция «{missed.Name}» закончилась до покупки: она шла с {from} по {to}", $"{missed.Name} was over: it ran from {from} to {to}"),
            ReceiptReason.PromotionNotBegun => Say(
                $"Акция «{missed.Name}» началась после покупки: она идёт с {from}" + (to is null ? "" : $" по {to}"),
                $"{missed.Name} had not begun: it runs from {from}" + (to is null ? "" : $" to {to}")),
            ReceiptReason.OtherRegion => Say(
                $"Акция «{missed.Name}» действует в других регионах: {RegionsOf(missed)}", $"{missed.Name} holds in other regions: {RegionsOf(missed)}"),
            _ => Say(
                $"Товаров по акции «{missed.Name}» на {Kopecks.Text(missed.Sum, "ru")} ₽, а нужно от {Kopecks.Text(missed.MinSum, "ru")} ₽",
                $"Goods of {missed.Name} come to {Kopecks.Text(missed.Sum, "en")} RUB, and {Kopecks.Text(missed.MinSum, "en")} RUB are needed"),
        };
    }

    private static string RegionsOf(MissedPromotion missed) =>
        string.Join(", ", missed.Regions.Take(RegionsNamed)) + (missed.Regions.Count > RegionsNamed ? "…" : "");
}
