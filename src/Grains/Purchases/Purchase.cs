using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cashback.Purchases;

/// <summary>Whole bonuses that a purchase brought in a month.</summary>
[GenerateSerializer, Immutable, Alias("purchase-credit")]
public sealed record Credit([property: Id(0)] YearMonth Month, [property: Id(1)] long Bonuses);

/// <summary>
/// One order line of one click, as its subscriber's record holds it. Cashback = credited + over the limit, once confirmed.
/// </summary>
[GenerateSerializer, Immutable, Alias("purchase-record")]
public sealed record Purchase
{
    public const string Refused = "refused";

    /// <summary>A timeline longer than this (a network that holds and confirms without end) loses its middle.</summary>
    private const int TimelineLengthMax = 40;

    [Id(0)] public required OrderKey Order { get; init; }

    [Id(1)] public required string StoreName { get; init; }

    [Id(2)] public required string ClickId { get; init; }

    [Id(3)] public required DateTimeOffset ClickedAt { get; init; }

    [Id(4)] public string? OrderId { get; init; }

    [Id(5)] public PurchaseStatus Status { get; init; }

    [Id(6)] public required Money Amount { get; init; }

    [Id(7)] public required Rate Rate { get; init; }

    [Id(8)] public required decimal ExchangeRate { get; init; }

    [Id(9)] public required long Cashback { get; init; }

    [Id(10)] public ImmutableArray<Credit> Credits { get; init; } = [];

    [Id(11)] public long OverLimit { get; init; }

    [Id(12)] public required DateTimeOffset RegisteredAt { get; init; }

    [Id(13)] public required DateTimeOffset AnswerDueBy { get; init; }

    /// <summary>Where the newest message about the line lies on its time line: an older one never overrides it.</summary>
    [Id(14)] public required DateTimeOffset ReportedAt { get; init; }

    /// <summary>The content of that message, whether or not the purchase's life allowed it.</summary>
    [Id(21)] public required ReportedStatus ReportedAs { get; init; }

    /// <summary>Whole bonuses that the monthly cap has taken from the purchase in its life: they are never paid.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Id(22)]
    public long Cut { get; init; }

    /// <summary>Counts the changes: the newer snapshot of two has the higher one.</summary>
    [Id(15)] public int Revision { get; init; } = 1;

    [Id(16)] public ImmutableArray<TimelineEntry> Timeline { get; init; } = [];

    /// <summary>The line turned out to belong to another subscriber's click: nothing brings it back to life here.</summary>
    [Id(17)] public bool Disowned { get; init; }

    [JsonIgnore]
    public long Credited => Credits.Sum(credit => credit.Bonuses);

    /// <summary>In rubles, to kopecks, as long as the purchase is confirmed.</summary>
    [JsonIgnore]
    public decimal Spent => Status == PurchaseStatus.Confirmed ? Kopecks.Round(Amount.Amount * ExchangeRate) : 0;

    /// <summary>As the programme rounded when it was first reported; it stays for the purchase's whole life.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Id(20)]
    public RoundingPolicy RoundedBy { get; init; }

    /// <summary>What this purchase may still bring: nothing once it is settled.</summary>
    [JsonIgnore]
    public long Expected => Status == PurchaseStatus.Pending ? Payable : 0;

    /// <summary>The most that it may ever credit at its amount.</summary>
    [JsonIgnore]
    public long Payable => Math.Max(0, Cashback - Cut);

    [JsonIgnore]
    public LineMoment Reported => new(ReportedAs, ReportedAt, Amount);

    public static Purchase FromFirstReport(OrderReport report, decimal exchangeRate, DateTimeOffset now, RoundingPolicy rounding) => new()
    {
        Order = report.Order,
        StoreName = report.StoreName,
        ClickId = report.ClickId,
        ClickedAt = report.ClickedAt,
        OrderId = report.OrderId,
        Amount = report.Amount ?? Money.Rubles(0),
        Rate = report.Rate,
        ExchangeRate = exchangeRate,
        Cashback = report.Amount is { } amount ? Rounding.CashbackOf(report.Rate, amount.Amount, exchangeRate, rounding) : 0,
        RoundedBy = rounding,
        RegisteredAt = now,
        AnswerDueBy = now.AddDays(report.ConfirmationDays),
        ReportedAt = report.At,
        ReportedAs = report.Status,
        Timeline = [new TimelineEntry(now, NameOf(PurchaseStatus.Pending), null)],
    };

    public Purchase Become(PurchaseStatus status, DateTimeOffset now, string? reason) =>
        this with { Status = status, Timeline = Noted(now, NameOf(status), reason), Revision = Revision + 1 };

    public Purchase Note(DateTimeOffset now, string what, string? reason) =>
        this with { Timeline = Noted(now, what, reason), Revision = Revision + 1 };

    /// <summary>The place of the newest message about the line.</summary>
    public Purchase Heard(OrderReport report) => (ReportedAt, ReportedAs) == (report.At, report.Status)
        ? this
        : this with { ReportedAt = report.At, ReportedAs = report.Status };

    /// <summary>The same refusal is recorded once between two changes of status.</summary>
    public bool HasRefused(string reason) =>
        Timeline.Reverse().TakeWhile(entry => entry.Status == Refused).Any(entry => entry.Reason == reason);

    /// <summary>The amount as reported now, at the rates that stay with the purchase for its whole life.</summary>
    public Purchase WithAmount(Money amount) => amount == Amount
        ? this
        : this with
        {
            Amount = amount,
            Cashback = Rounding.CashbackOf(Rate, amount.Amount, ExchangeRate, RoundedBy),
            Revision = Revision + 1
        };

    /// <summary>Whether the report changes something: a repetition does not, nor does what is older than what is known.</summary>
    public bool IsNews(OrderReport report) =>
        !(report.Version is null && report.Moment.HasSameContent(Reported)) && report.Moment > Reported;

    /// <param name="cut">What the cap takes now.</param>
    public Purchase Credit(YearMonth month, long bonuses, long cut) =>
        this with { Credits = Credits.Plus(month, bonuses), Cut = Cut + cut, OverLimit = Cashback - Credited - bonuses };

    /// <summary>Confirmed: what is not credited is over the limit.</summary>
    public Purchase WithOverLimit() => this with { OverLimit = Cashback - Credited };

    /// <summary>
    /// Whether a line that is not known looks like this purchase under another id: the same store, click, order number and amount.
    /// </summary>
    public bool LooksLike(OrderReport report) => SameOrder.Matches(Order, OrderId, ClickedAt, Amount, report);

    public PurchaseView ToView() => new()
    {
        Id = Order.ToString(),
        StoreId = Order.StoreId,
        StoreName = StoreName,
        OrderId = OrderId,
        Status = Status,
        Amount = Amount,
        Rate = Rate,
        ExchangeRate = ExchangeRate,
        Cashback = Cashback,
        Credited = Credited,
        OverLimit = OverLimit,
        ClickedAt = ClickedAt,
        RegisteredAt = RegisteredAt,
        AnswerDueBy = AnswerDueBy,
        Timeline = [.. Timeline],
    };

    private ImmutableArray<TimelineEntry> Noted(DateTimeOffset now, string what, string? reason)
    {
        var timeline = Timeline.Length < TimelineLengthMax ? Timeline : Timeline.RemoveAt(1);
        return timeline.Add(new TimelineEntry(now, what, reason));
    }

    private static string NameOf(PurchaseStatus status) => status.ToString().ToLowerInvariant();
}
