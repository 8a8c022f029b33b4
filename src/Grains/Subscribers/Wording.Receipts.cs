using Cashback.Receipts;

namespace Cashback.Subscribers;

/// <summary>Receipts of offline purchases.</summary>
internal sealed partial class Wording
{
    public string ReceiptSent => Say("Чек принят, проверяем", "Receipt taken, it is being checked");

    public string ReceiptWaits => Say("Чека ещё нет у налоговой службы", "The tax service does not have the receipt yet");

    public string ReceiptChecked => Say("Чек проверен, есть товары по акции", "Receipt checked, goods of a promotion are on it");

    public string ReceiptDeclined => Say("Кешбэка по чеку не будет", "No cashback for the receipt");

    public string ReceiptOf(decimal sum) => Say(
        $"Чек на {Text(Money.Rubles(sum))}", $"Receipt of {Text(Money.Rubles(sum))}");

    public string ReceiptWaitsUntil(DateTimeOffset until) => Say(
        $"Спрашиваем снова до {until:dd.MM.yyyy}", $"It is asked for again until {until:yyyy-MM-dd}");

    public string WhyDeclined(ReceiptReason? reason) => reason switch
    {
        ReceiptReason.NoSuchReceipt => Say("Такого чека нет у налоговой службы", "The tax service has no such receipt"),
        ReceiptReason.Different => Say("Сумма или время чека не совпадают", "The receipt's sum or time differs"),
        ReceiptReason.NotASale => Say("Это не чек продажи", "It is not the receipt of a sale"),
        ReceiptReason.AlreadyCounted => Say("Этот чек уже учтён", "This receipt was counted before"),
        ReceiptReason.NoPromotion => Say("В чеке нет товаров по акциям", "No goods of a promotion are on it"),
        ReceiptReason.LeftProgramme => Say("Участие в программе завершено", "Left the programme"),
        _ => Say("Чек не удалось проверить за 30 дней", "It could not be checked within 30 days"),
    };
}
