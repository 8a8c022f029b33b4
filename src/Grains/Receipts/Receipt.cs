using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cashback.Receipts;

/// <summary>One receipt, from the scan until it is credited or declined.</summary>
internal sealed record Receipt
{
    public static readonly TimeSpan CheckedWithin = TimeSpan.FromDays(30);

    /// <summary>So often the service must say that there is no such receipt before it is believed: some have it late.</summary>
    public const int UnknownsMax = 4;

    /// <summary>How far the till's wall clock can be from the programme's, and from what the tax service keeps.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromDays(1);

    private static readonly TimeSpan BusyPause = TimeSpan.FromMinutes(30);

    private static readonly ImmutableArray<TimeSpan> Pauses =
    [
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
            TimeSpan.FromHours(24),
    ];

    public required ReceiptQr Qr { get; init; }

    public required string SubscriberId { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public string? RequestKey { get; init; }

    /// <summary>The subscriber's record has it; before that the reservation can still be given back.</summary>
    public bool Taken { get; init; }

    /// <summary>The reservation was given back: the receipt is nobody's.</summary>
    public bool Released { get; init; }

    public ReceiptStatus Status { get; init; }

    public ReceiptReason? Reason { get; init; }

    /// <summary>The promotion that it missed by least; null: none.</summary>
    public MissedPromotion? Missed { get; init; }

    /// <summary>How often the service was called, its waits and limits left out.</summary>
    public int Attempts { get; init; }

    /// <summary>How often it answered that there is no such receipt.</summary>
    public int Unknowns { get; init; }

    public required DateTimeOffset NextAt { get; init; }

    public string? LastError { get; init; }

    public string? Retailer { get; init; }

    public ImmutableArray<ReceiptLine> Lines { get; init; } = [];

    /// <summary>What the goods are worth; null while unknown.</summary>
    public long? Bonuses { get; init; }

    /// <summary>The promotions' names.</summary>
    public string? Subject { get; init; }

    public long? Credited { get; init; }

    /// <summary>The newest step that the subscriber knows of.</summary>
    [JsonPropertyName("told")]
    public ReceiptStatus NotifiedStatus { get; init; }

    [JsonIgnore]
    public string Id => Qr.Name.ToString();

    [JsonIgnore]
    public DateTimeOffset CheckedBy => SentAt + CheckedWithin;

    [JsonIgnore]
    public bool IsOpen => !Released && Status is ReceiptStatus.Sent or ReceiptStatus.Waiting;

    /// <summary>Nothing is left to do or to report.</summary>
    [JsonIgnore]
    public bool IsDone => Released || (Taken && Status is ReceiptStatus.Credited or ReceiptStatus.Declined && NotifiedStatus == Status);

    public static Outcome<Receipt> Reserve(ReceiptScan scan, DateTimeOffset now, ProgrammeCalendar calendar)
    {
        if (scan.Qr.Operation != ReceiptQr.Sale)
        {
            return new Rejection("receipt-not-a-sale", new(
                "Only the receipt of a sale (n=1) earns; this one is of another kind.",
                "Бонусы начисляются только за чек продажи (n=1); это чек другого вида."), RejectionKind.Unacceptable, "qr");
        }

        if (scan.Qr.Time > calendar.Local(now).DateTime + ClocksApart)
        {
            return new Rejection("receipt-not-yet", new("The receipt's time lies ahead.", "Время на чеке ещё не наступило."), RejectionKind.Unacceptable, "qr");
        }

        return new Receipt { Qr = scan.Qr, SubscriberId = scan.SubscriberId, SentAt = now, RequestKey = scan.RequestKey, NextAt = now };
    }

    /// <summary>The same request again, or one that was interrupted before the subscriber had it.</summary>
    public bool IsOf(ReceiptScan scan) =>
        scan.SubscriberId == SubscriberId && (!Taken || (RequestKey is not null && RequestKey == scan.RequestKey));

    public bool IsOverdue(DateTimeOffset now) => IsOpen && now >= CheckedBy;

    /// <summary>The service's answer, or why there was none; a document that is found is <see cref="Checked"/>.</summary>
    public Receipt Answered(FiscalAnswer answer, DateTimeOffset now)
    {
        if (!IsOpen)
        {
            return this;
        }

        switch (answer.Status)
        {
            case FiscalStatus.Busy:
                return this with { NextAt = now + BusyPause, LastError = answer.Why };
            case FiscalStatus.Unknown when Unknowns + 1 >= UnknownsMax:
                return Declined(ReceiptReason.NoSuchReceipt) with { Attempts = Attempts + 1, Unknowns = Unknowns + 1 };
            case FiscalStatus.Unknown:
                return Later(now, answer.Why) with { Unknowns = Unknowns + 1 };
            case FiscalStatus.NotYet:
                return Later(now, answer.Why) with { Status = ReceiptStatus.Waiting };
            default:
                throw new ArgumentException("What was found is to be checked.", nameof(answer));
        }
    }

    public Receipt Unanswered(string error, DateTimeOffset now) => IsOpen ? Later(now, error) : this;

    /// <summary>Why what was found does not count; null: it does.</summary>
    public ReceiptReason? Fault(FiscalReceipt found) =>
        found.Operation != ReceiptQr.Sale ? ReceiptReason.NotASale
        : found.Name.ToString() != Id || found.Sum != Qr.Sum || (found.Time - Qr.Time).Duration() > ClocksApart ? ReceiptReason.Different
        : found.Lines.Count == 0 ? ReceiptReason.NoLines
        : null;

    public Receipt Checked(FiscalReceipt found, ReceiptWorth worth)
    {
        var next = this with { Attempts = Attempts + 1, LastError = null, Retailer = found.Retailer, Lines = worth.Lines };
        return worth.Subject is null
            ? next.Declined(worth.Reason ?? ReceiptReason.NoPromotion) with { Missed = worth.Missed }
            : next with { Status = ReceiptStatus.Checked, Bonuses = worth.Bonuses, Subject = worth.Subject };
    }

    public Receipt Declined(ReceiptReason reason) => this with { Status = ReceiptStatus.Declined, Reason = reason };

    public ReceiptNote ToNote() => new(Id, Status, Qr.Sum, CheckedBy, Reason, Bonuses, Missed);

    public ReceiptView ToView() => new()
    {
        Id = Id,
        SubscriberId = SubscriberId,
        BoughtAt = Qr.Time,
        Sum = Qr.Sum,
        SentAt = SentAt,
        Status = Status,
        Reason = Reason,
        Missed = Missed,
        CheckedBy = CheckedBy,
        Bonuses = Bonuses,
        Credited = Credited,
        Lines = Lines,
        Retailer = Retailer,
        Attempts = Attempts,
        LastError = LastError,
    };

    /// <summary>How long until something is to be done again; never past the last day.</summary>
    public TimeSpan Pause(DateTimeOffset now)
    {
        var pause = IsOpen ? NextAt - now : Pauses[0];
        var left = CheckedBy - now;
        return pause > left && left > TimeSpan.Zero ? left : pause > Pauses[0] ? pause : Pauses[0];
    }

    private Receipt Later(DateTimeOffset now, string? error) => this with
    {
        Attempts = Attempts + 1,
        NextAt = now + Pauses[Math.Min(Attempts, Pauses.Length - 1)],
        LastError = error,
    };
}
