using System.Text.Json.Serialization;
using Cashback.Purchases;
using Cashback.Storage;
using Cashback.Stores;
using Cashback.Subscribers;

namespace Cashback.Claims;

[CollectionAgeLimit(Minutes = 2)]
internal sealed class ClaimGrain(
    [PersistentState(StateNames.Claim, StorageNames.Records)] IPersistentState<Stored<Claim>> state, TimeProvider clock)
    : RecordGrain<Claim>(state), IClaimGrain, IRemindable
{
    private const string ReminderName = "go";
    private const int PurchasesLookedAt = 100;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DocumentKept = TimeSpan.FromDays(30);

    private static Rejection Unknown => new("not-found", new("There is no such claim.", "Такой заявки нет."), RejectionKind.NotFound);

    private static Rejection NotCreditable(string? reason, PurchaseStatus? status)
    {
        var code = reason ?? "unattributable";
        var why = reason is null && status is { } known ? StatusText.OfPurchase(known) : new($"it can't be attributed ({code})", $"её не к чему отнести ({code})");
        return new("claim-not-creditable", new(
            $"The order line can't be credited: {why.En}.", $"По этой строке заказа нельзя начислить кешбэк: {why.Ru}."));
    }

    private static Rejection Answered => new("claim-answered", new("The claim has its answer already.", "На заявку уже ответили."));

    private ISubscriberAccountGrain Subscriber =>
        GrainFactory.GetGrain<ISubscriberAccountGrain>(GrainKeys.Subscriber(Record!.SubscriberId));

    private IClaimDocumentGrain Document => GrainFactory.GetGrain<IClaimDocumentGrain>(GrainKeys.ClaimDocument(Record!.Id));

    private IClaimBookGrain Book => GrainFactory.GetGrain<IClaimBookGrain>(GrainKeys.ClaimBook(Record!.StoreId));

    public async Task FileAsync(Claim claim)
    {
        if (Record is null)
        {
            await this.RegisterOrUpdateReminder(ReminderName, Again, Again);
            await SaveAsync(claim);
        }

        await ContinueAsync();
    }

    public Task<Claim?> GetAsync() => Task.FromResult(Record);

    public Task ReceiveReminder(string reminderName, TickStatus status) =>
        Record is null ? this.RemoveReminderAsync(ReminderName) : ContinueAsync();

    public async Task<Outcome<Claim>> AnswerAsync(ClaimAnswer answer)
    {
        var receivedAt = clock.GetUtcNow();
        if (Record is not { } claim)
        {
            return Unknown;
        }

        if (IsClosed(claim))
        {
            return claim.Status == (answer.Found ? ClaimStatus.Found : ClaimStatus.Declined)
                ? claim
                : Answered;
        }

        var answered = answer.Found
            ? await CreditAsync(claim, answer, receivedAt)
            : claim with { Status = ClaimStatus.Declined, Reason = answer.Reason };
        if (answered.Value is not { } next)
        {
            return answered.Rejection!;
        }

        await CloseAsync(next);
        return Record!;
    }

    public async Task ReconciledAsync(PurchaseView purchase, string? reason)
    {
        if (Record is not { } claim || IsClosed(claim))
        {
            return;
        }

        if (purchase.Status is PurchaseStatus.Pending or PurchaseStatus.Confirmed)
        {
            await CloseAsync(claim with { Status = ClaimStatus.Found, PurchaseId = purchase.Id });
        }
        else if (purchase.Status is PurchaseStatus.Declined)
        {
            await CloseAsync(claim with { Status = ClaimStatus.Declined, PurchaseId = purchase.Id, Reason = reason });
        }
    }

    public async Task<Outcome<Claim>> AttachAsync(ClaimDocument document)
    {
        if (Record is not { } claim)
        {
            return Unknown;
        }

        if (IsClosed(claim))
        {
            return Answered;
        }

        if (claim.DocumentsSent >= ClaimDocument.TriesMax)
        {
            return new Rejection("too-many-documents", new(
                $"A claim takes {ClaimDocument.TriesMax} documents, one after the other; the last one stays.",
                $"К заявке можно приложить документы не больше {ClaimDocument.TriesMax} раз; остаётся последний."));
        }

        // The document first: what the claim refers to exists.
        await Document.PutAsync(document);
        await SaveAsync(claim with
        {
            Document = new ClaimDocumentNote(document.Type, document.Content.Length, document.SentAt),
            DocumentsSent = claim.DocumentsSent + 1,
        });
        await Book.PutAsync(Record!);
        return Record!;
    }

    public async Task<bool> TakeLineAsync(string lineId)
    {
        if (Record is not { } claim || IsClosed(claim))
        {
            return false;
        }

        if (claim.LineId is null)
        {
            await SaveAsync(claim with { LineId = lineId });
        }

        return Record!.LineId == lineId;
    }

    private static bool IsClosed(Claim claim) => claim.Status is ClaimStatus.Found or ClaimStatus.Declined;

    private async Task<Outcome<Claim>> CreditAsync(Claim claim, ClaimAnswer answer, DateTimeOffset receivedAt)
    {
        var lineId = answer.LineId ?? (claim.PurchaseId is { } expired ? OrderKey.Parse(expired).LineId : null);
        if (lineId is null || !OrderKey.IsLineId(lineId))
        {
            return new Rejection("invalid-claim-answer", new(
                "The network's own id of the order line is expected.",
                "Нужен id строки заказа, присвоенный сетью."), RejectionKind.Unacceptable, "lineId");
        }

        var order = new OrderKey(claim.Network, claim.StoreId, lineId);
        var owner = await GrainFactory.GetGrain<IPurchaseGrain>(GrainKeys.Order(order)).GetOwnerAsync();
        if (owner is not null && owner != claim.SubscriberId)
        {
            return new Rejection("line-of-another", new(
                "This order line is known as another subscriber's.",
                "Эта строка заказа уже числится за другим абонентом."), Field: "lineId");
        }

        var verdict = await GrainFactory.GetGrain<IStorePostbacksGrain>(GrainKeys.Store(claim.StoreId)).ReportAsync(new PartnerReport
        {
            Network = claim.Network,
            LineId = lineId,
            ClickId = claim.ClickId,
            SubscriberId = claim.SubscriberId,
            ClickedAt = claim.ClickedAt,
            Status = ReportedStatus.Confirmed,
            Amount = answer.Amount ?? claim.Amount,
            OrderId = claim.OrderId,
            OrderedAt = claim.OrderedAt,
            ReceivedAt = receivedAt,
        });
        var purchase = verdict.Result == ReportResult.Unattributable ? null : await Subscriber.GetPurchaseAsync(order);
        return purchase is { Status: PurchaseStatus.Confirmed }
            ? claim with { Status = ClaimStatus.Found, PurchaseId = purchase.Id }
            : NotCreditable(verdict.Reason, purchase?.Status);
    }

    private async Task CloseAsync(Claim answered)
    {
        await this.RegisterOrUpdateReminder(ReminderName, Again, Again);
        await SaveAsync(answered with { AnsweredAt = clock.GetUtcNow() });
        await ContinueAsync();
    }

    /// <summary>Does what is still to be done for the claim as it is; each step is idempotent.</summary>
    private async Task ContinueAsync()
    {
        var now = clock.GetUtcNow();
        if (Record is { Status: ClaimStatus.Waiting } early && early.GoesAt <= now)
        {
            await SaveAsync(await FindReportedPurchaseAsync(early) is { } purchase
                ? early with { Status = ClaimStatus.Found, PurchaseId = purchase.Id, AnsweredAt = now }
                : early with { Status = ClaimStatus.Open });
        }

        var claim = Record!;
        await (IsClosed(claim) ? Book.RemoveAsync(claim.Id) : Book.PutAsync(claim));
        await GrainFactory.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(Record!.SubscriberId)).NoteClaimAsync(claim);
        if (claim is { AnsweredAt: { } answeredAt, Document: not null } && now >= answeredAt + DocumentKept)
        {
            await Document.RemoveAsync();
            await SaveAsync(claim with { Document = null });
        }

        await (NextStepAt(Record!) is { } next
            ? this.RegisterOrUpdateReminder(ReminderName, next - now > Again ? next - now : Again, Again)
            : this.RemoveReminderAsync(ReminderName));
    }

    /// <summary>When there is something to do again; null: never.</summary>
    private static DateTimeOffset? NextStepAt(Claim claim) =>
        claim.Status == ClaimStatus.Waiting ? claim.GoesAt
        : claim.Document is null ? null
        : claim.AnsweredAt + DocumentKept;

    /// <summary>While the claim waited the store may have reported the order.</summary>
    private async Task<PurchaseView?> FindReportedPurchaseAsync(Claim claim) =>
        (await Subscriber.GetPurchasesAsync(null, PurchasesLookedAt))?.Items.FirstOrDefault(purchase =>
            purchase.StoreId == claim.StoreId && OrderNumber.Same(purchase.OrderId, claim.OrderId)
            && purchase.Status is PurchaseStatus.Pending or PurchaseStatus.Confirmed);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Claim>))]
[JsonSerializable(typeof(Stored<ClaimBook>))]
[JsonSerializable(typeof(Stored<ClaimedLine>))]
[JsonSerializable(typeof(Stored<StoredDocument>))]
internal sealed partial class ClaimJson : JsonSerializerContext;
