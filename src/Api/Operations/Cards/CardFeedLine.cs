using Cashback.Api.Account;
using Cashback.Api.Json;
using Cashback.Cards;
using Cashback.Currencies;
using Cashback.Networks;

namespace Cashback.Api.Operations;

/// <summary>One line of the bank's feed, wherever it stood: a transaction of a card, or what is wrong with it.</summary>
/// <param name="Number">Of the line in the file or list, from 1.</param>
internal sealed record CardFeedLine(
    int Number, string? Id, string? CardId, CardTransaction? Transaction, string? Field = null, LocalText? Error = null)
{
    private const int MerchantMax = 200;

    public static CardFeedLine Unreadable(int number, string? field, LocalText error) => new(number, null, null, null, field, error);

    public static CardFeedLine Of(int number, CardTransactionRequest? request) =>
        request is null ? Unreadable(number, null, new("A transaction is expected.", "Нужна операция."))
        : request.Amount.Currency != Money.Rub ? Fault(number, request.Id, "amount", new("Only rubles are on these cards.", "Операции по этим картам бывают только в рублях."))
        : Of(number, request.Id, request.Card, request.Time, request.Mcc, request.Amount.Amount, request.Kind, request.Merchant);

    /// <param name="cells">Of a file: id, card, time, mcc, amount, kind, merchant.</param>
    /// <param name="times">Reads a time with its offset, or as spreadsheets write it back.</param>
    public static CardFeedLine Read(int number, string[] cells, TimeReader times)
    {
        if (!Array.TrueForAll(cells, cell => CleanText.Is(cell)))
        {
            return Unreadable(number, null, CleanText.Fault);
        }

        if (cells is not [var id, var card, var time, var mcc, var amount, var kind, var merchant] || !times.TryRead(time, out var at))
        {
            return Fault(number, cells[0], "time", new(
                "A time with its offset is expected, for example 2026-11-16T12:30:00+03:00.",
                "Нужно время со смещением, например 2026-11-16T12:30:00+03:00."));
        }

        return AmountText.TryRead(amount, null, false, out var size, out var currency, out _) && currency is null or Money.Rub
            ? Of(number, id, card, at, mcc.Length == 0 ? null : mcc, CurrencyCodes.Round(size, Money.Rub).Amount, kind, merchant)
            : Fault(number, id, "amount", new(
                "An amount above zero is expected, for example 1299.90; the kind tells its direction.",
                "Нужна сумма больше нуля, например 1299.90; направление задаёт вид операции."));
    }

    private static CardFeedLine Of(
        int number, string id, string card, DateTimeOffset at, string? mcc, decimal amount, string word, string? merchant) =>
        CardIds.Fault(card) is { } fault ? Fault(number, id, "card", fault)
        : !CardKinds.TryRead(word, out var kind) ? Fault(number, id, "kind", new($"Expected: {CardKinds.Names}.", $"Возможные значения: {CardKinds.Names}."))
        : merchant?.Length > MerchantMax ? Fault(number, id, "merchant", new(
            $"A merchant of at most {MerchantMax} characters is expected.",
            $"Нужно название торговой точки не длиннее {MerchantMax} символов."))
        : new(
            number, id, card, new CardTransaction(id, at, mcc, amount, kind, string.IsNullOrWhiteSpace(merchant) ? null : merchant.Trim()));

    private static CardFeedLine Fault(int number, string id, string field, LocalText error) =>
        new(number, id.Length <= 64 ? id : null, null, null, field, error);
}

/// <summary>One transaction as the bank tells it.</summary>
/// <param name="Id">The bank's, unique on its card.</param>
/// <param name="Card">The bank's id of the card, never its number.</param>
/// <param name="Mcc">Merchant category code, four digits; needed for purchases, refunds and withdrawals.</param>
/// <param name="Amount">Rubles above zero, in whole kopecks; the kind tells the direction.</param>
/// <param name="Kind">purchase, refund, topUp, withdrawal, fee, interest or cashback.</param>
/// <param name="Merchant">The merchant, by which some categories go; left out: the code alone decides.</param>
public sealed record CardTransactionRequest(
    string Id, string Card, DateTimeOffset Time, Money Amount, string Kind, string? Mcc = null, string? Merchant = null);

/// <param name="Transactions">1 to 1000.</param>
public sealed record CardTransactionsRequest(IReadOnlyList<CardTransactionRequest?> Transactions);

/// <param name="Applied">Lines that count from now on.</param>
/// <param name="Unchanged">Lines that were known.</param>
public sealed record CardFeedBody(int Applied, int Unchanged, int Refused, IReadOnlyList<CardFeedLineBody> Lines);

/// <param name="Line">Of the file (its header is line 1) or of the list, from 1.</param>
/// <param name="Result">applied, unchanged or refused.</param>
/// <param name="Field">The field at fault.</param>
public sealed record CardFeedLineBody(int Line, string? Id, string Result, string? Field = null, string? Error = null);
