using Cashback.Programme;
using Cashback.Receipts;

namespace Cashback.Subscribers;

/// <summary>The steps of receipts, as far as they are the subscriber's: the day's limit and the history.</summary>
internal sealed partial record Subscriber
{
    /// <summary>So that the record stays bounded while the fiscal-data service is away for days.</summary>
    private const int OpenReceiptsMax = 200;

    private const string ReceiptLineType = "receipt";

    public Outcome<Subscriber> Take(ReceiptNote receipt, DateTimeOffset now, ProgrammeRules rules)
    {
        var day = rules.Calendar.DayOf(now);
        var book = (Receipts ?? new ReceiptBook(day, 0, [])).On(day);
        if (book.Find(receipt.ReceiptId) is not null)
        {
            return this;
        }

        if (book.SentToday >= rules.ReceiptsPerDay || book.Open.Length >= OpenReceiptsMax)
        {
            return new Rejection("too-many-receipts", new(
                $"At most {rules.ReceiptsPerDay} receipts a day are taken; send it tomorrow.",
                $"Принимается не больше {rules.ReceiptsPerDay} {Plural.Russian(rules.ReceiptsPerDay, "чека", "чеков", "чеков")} в день; отправьте его завтра."));
        }

        book = book with { SentToday = book.SentToday + 1, Open = book.Open.Add(new OpenReceipt(receipt.ReceiptId, ReceiptStatus.Sent)) };
        return (this with { Receipts = book }).LogReceipt(receipt, now, Texts.ReceiptSent, Texts.ReceiptOf(receipt.Sum));
    }

    /// <summary>A step is written down once, in the order of the steps; the last one closes the receipt.</summary>
    public Subscriber Note(ReceiptNote receipt, DateTimeOffset now, ProgrammeRules rules)
    {
        if (Receipts?.Find(receipt.ReceiptId) is not { } open || receipt.Status <= open.Status)
        {
            return this;
        }

        var final = receipt.Status is ReceiptStatus.Credited or ReceiptStatus.Declined;
        var left = final ? Receipts.Open.Remove(open) : Receipts.Open.Replace(open, open with { Status = receipt.Status });
        var next = this with { Receipts = Receipts with { Open = left } };
        return receipt.Status switch
        {
            ReceiptStatus.Waiting =>
                next.LogReceipt(receipt, now, Texts.ReceiptWaits, Texts.ReceiptWaitsUntil(rules.Calendar.DayOf(receipt.CheckedBy))),
            ReceiptStatus.Checked => next.LogReceipt(
                receipt, now, Texts.ReceiptChecked, receipt.Bonuses is > 0 and var worth ? Texts.Amount(worth) : Texts.TooSmall),
            ReceiptStatus.Declined => next
                .LogReceipt(receipt, now, Texts.ReceiptDeclined, Texts.WhyDeclined(receipt, rules.Calendar))
                .Send("receipt-declined", ("reason", Texts.WhyDeclined(receipt, rules.Calendar))),

            // The reward has a line of its own, with the sum.
            _ => next,
        };
    }

    private Subscriber LogReceipt(ReceiptNote receipt, DateTimeOffset now, string title, string? reason) =>
        Log(
            now,
            new(ReceiptLineType, title, reason) { ReceiptId = receipt.ReceiptId, Status = receipt.Status.ToString().ToLowerInvariant() });
}
