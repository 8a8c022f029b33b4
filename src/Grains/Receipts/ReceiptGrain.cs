using Cashback.Messages;
using Cashback.Programme;
using Cashback.Storage;
using Cashback.Subscribers;
using Cashback.Transfers;
using Microsoft.Extensions.Logging;

namespace Cashback.Receipts;

[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class ReceiptGrain(
    [PersistentState(StateNames.Receipt, StorageNames.Ledger)] IPersistentState<Stored<Receipt>> state,
    IFiscalDataService fiscal,
    ProgrammeRules rules,
    TimeProvider clock,
    ILogger<ReceiptGrain> log) : RecordGrain<Receipt>(state), IReceiptGrain, IRemindable
{
    private const string ReminderName = "check";

    private DateTimeOffset Now => clock.GetUtcNow();

    private ISubscriberEventsGrain Subscriber => GrainFactory.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(Record!.SubscriberId));

    public async Task<Outcome<ReceiptView>> SendAsync(ReceiptScan scan)
    {
        if (GrainKeys.Receipt(scan.Qr.Name.ToString()) != this.GetPrimaryKeyString())
        {
            throw new ArgumentException($"The receipt {scan.Qr.Name} was sent to {this.GetPrimaryKeyString()}.");
        }

        if (Record is { Released: false } known)
        {
            return !known.IsOf(scan) ? AlreadySent : known.Taken ? known.ToView() : await TakeAsync();
        }

        if (!fiscal.IsConfigured)
        {
            return new Rejection("receipts-not-taken", new("Receipts are not taken at present.", "Сейчас чеки не принимаются."));
        }

        var reserved = Receipt.Reserve(scan, Now, rules.Calendar);
        if (reserved.Value is not { } receipt)
        {
            return reserved.Rejection!;
        }

        // Before the reservation: a crash after it must not leave the receipt reserved for nobody's good.
        await WakeAgainAsync(receipt.Pause(Now));
        await SaveAsync(receipt);
        return await TakeAsync();
    }

    public Task<ReceiptView?> GetAsync() => Task.FromResult(Record is { Released: false, Taken: true } receipt ? receipt.ToView() : null);

    public Task ReceiveReminder(string reminderName, TickStatus status) => CheckAsync();

    public async Task CheckAsync()
    {
        if (Record is { Taken: false, Released: false })
        {
            await TakeAsync();
        }

        if (Record is { IsDone: false, Taken: true })
        {
            await StepAsync();
        }

        if (Record is not { IsDone: false } open)
        {
            await this.RemoveReminderAsync(ReminderName);
            return;
        }

        await WakeAgainAsync(open.Pause(Now));
    }

    /// <summary>The subscriber takes the receipt, or it is given back.</summary>
    private async Task<Outcome<ReceiptView>> TakeAsync()
    {
        var taken = await Subscriber.TakeReceiptAsync(Record!.ToNote());
        if (taken.Rejection is { } refusal)
        {
            await SaveAsync(Record with { Released = true });
            await this.RemoveReminderAsync(ReminderName);
            return refusal;
        }

        await SaveAsync(Record with { Taken = true });

        // Beside this call: its sender has the answer that it needs, and the reminder goes on if this comes to nothing.
        this.AsReference<IReceiptGrain>().CheckAsync().Ignore();
        return Record.ToView();
    }

    private async Task StepAsync()
    {
        if (Record!.IsOverdue(Now))
        {
            await SaveAsync(Record.Declined(ReceiptReason.NotInTime));
        }
        else if (Record.IsOpen && Record.NextAt <= Now)
        {
            await SaveAsync(await QueryServiceAsync(Record));
        }

        await NotifySubscriberAsync();
        if (Record.Status == ReceiptStatus.Checked)
        {
            await CreditAsync();
            await NotifySubscriberAsync();
        }
    }

    /// <summary>One query to the service.</summary>
    private async Task<Receipt> QueryServiceAsync(Receipt receipt)
    {
        FiscalAnswer answer;
        try
        {
            answer = await GatewayCall.WithTimeoutAsync(cancellation => fiscal.FindAsync(receipt.Qr, receipt.Attempts + 1, cancellation));
        }
        catch (Exception error)
        {
            LogUnanswered(receipt.Attempts + 1, ErrorText.Of(error));
            return receipt.Unanswered(ErrorText.Of(error), Now);
        }

        if (answer.Status == FiscalStatus.Busy)
        {
            LogBusy(answer.Why);
        }

        return answer.Status == FiscalStatus.Found ? await JudgeAsync(receipt, answer.Receipt!) : receipt.Answered(answer, Now);
    }

    private async Task<Receipt> JudgeAsync(Receipt receipt, FiscalReceipt found)
    {
        if (receipt.Fault(found) is { } fault)
        {
            return receipt.Declined(fault);
        }

        // Only now, that it is verified: a wrong fiscal sign must not keep the receipt of somebody else from being counted.
        var owner = await GrainFactory.GetGrain<IFiscalDocumentGrain>(
            GrainKeys.FiscalDocument(receipt.Qr.Name.DocumentName)).ClaimAsync(receipt.Id);
        if (owner != receipt.Id)
        {
            return receipt.Declined(ReceiptReason.AlreadyCounted);
        }

        var promotions = await GrainFactory.GetGrain<IReceiptPromotionsGrain>(GrainKeys.ReceiptPromotions).ListAsync();
        return receipt.Checked(found, ReceiptMatching.Of(found, promotions, rules.Calendar, rules.Rounding));
    }

    private async Task CreditAsync()
    {
        var receipt = Record!;
        var report = new RewardReport($"receipt:{receipt.Id}", RewardKind.Receipt, receipt.Bonuses!.Value, 1, receipt.Subject!);
        var verdict = await Subscriber.RewardAsync(report);
        var refused = verdict.Result != Purchases.ReportResult.Applied && verdict.Credited + verdict.OverLimit == 0 && receipt.Bonuses > 0;
        await SaveAsync(refused
            ? receipt.Declined(ReceiptReason.LeftProgramme)
            : receipt with { Status = ReceiptStatus.Credited, Credited = verdict.Credited });
    }

    private async Task NotifySubscriberAsync()
    {
        if (Record!.NotifiedStatus != Record.Status)
        {
            await Subscriber.NoteReceiptAsync(Record.ToNote());
            await SaveAsync(Record with { NotifiedStatus = Record.Status });
        }
    }

    private static Rejection AlreadySent => new("receipt-already-sent", new("This receipt was sent before.", "Этот чек уже отправляли."), Field: "qr");

    private Task<IGrainReminder> WakeAgainAsync(TimeSpan pause) => this.RegisterOrUpdateReminder(ReminderName, pause, pause);

    [LoggerMessage(1, LogLevel.Warning, "The fiscal-data service gave no answer about a receipt, attempt {Attempt} ({Error}). It is retried automatically.")]
    private partial void LogUnanswered(int attempt, string error);

    [LoggerMessage(2, LogLevel.Warning,
        "The fiscal-data service accepts no more requests now ({Why}). Receipts wait and lose nothing; if it lasts, look at the account's limits and at Cashback:FiscalData:Token.")]
    private partial void LogBusy(string? why);
}
