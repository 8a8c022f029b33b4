using System.Text.Json.Serialization;
using Cashback.Certificates;
using Cashback.Payouts;
using Cashback.Storage;
using Cashback.Subscribers;

namespace Cashback.Queries;

/// <summary>The books of the whole store of record. Read-only; reads every subscriber once.</summary>
public interface IAuditQueries
{
    Task<Audit> AuditAsync(CancellationToken cancellation);
}

/// <summary>
/// Sums over all subscribers, in whole bonuses: credited = held + in payout + paid + certificates + lost + taken back. Each record is whole
/// in itself, so the sums agree although postbacks go on while they are read. Beside them what the records of certificates
/// and payouts say by themselves: they may be behind by what is on its way at the moment.
/// </summary>
public sealed record Audit
{
    private const int UnbalancedShown = 20;

    public long Subscribers { get; init; }

    /// <summary>How many of them have left the programme.</summary>
    public long Left { get; init; }

    public long Credited { get; init; }

    public long TakenBack { get; init; }

    /// <summary>Available, saved, and accrued in the running month; less what some owe.</summary>
    public long Held { get; init; }

    public long InPayout { get; init; }

    public long Paid { get; init; }

    public long Certificates { get; init; }

    public long Lost { get; init; }

    /// <summary>Subscribers whose own books do not balance, the first of them; there must be none.</summary>
    public IReadOnlyList<string> Unbalanced { get; init; } = [];

    public long CertificatesFound { get; init; }

    /// <summary>What the certificates that were found were issued for.</summary>
    public long CertificatesIssued { get; init; }

    public long CertificatesUsed { get; init; }

    /// <summary>What used certificates paid; the rest of them was lost by their holders.</summary>
    public long CertificatesApplied { get; init; }

    /// <summary>What the billing system has paid, by the payouts' own records.</summary>
    public long PayoutsPaid { get; init; }

    public long Difference => Credited - TakenBack - Held - InPayout - Paid - Certificates - Lost;

    internal Audit Add(string subscriberId, SubscriberBooks books)
    {
        if (books is not { Accrual: { } accrual, Balance: { } balance })
        {
            return (this with { Subscribers = Subscribers + 1 }).Name(subscriberId);
        }

        var audit = balance.Conserves(accrual.Earned) ? this : Name(subscriberId);
        return audit with
        {
            Subscribers = Subscribers + 1,
            Left = Left + (books.Left is null ? 0 : 1),
            Credited = Credited + balance.TotalCredited,
            TakenBack = TakenBack + balance.TotalTakenBack,
            Held = Held + accrual.Earned + balance.Available + balance.Savings,
            InPayout = InPayout + balance.InPayout,
            Paid = Paid + balance.TotalPaid,
            Certificates = Certificates + balance.TotalCertificates,
            Lost = Lost + balance.TotalLost,
        };
    }

    private Audit Name(string subscriberId) =>
        Unbalanced.Count < UnbalancedShown ? this with { Unbalanced = [.. Unbalanced, subscriberId] } : this;

    /// <remarks>What leads to a certificate is none.</remarks>
    internal Audit Add(Certificate certificate) => certificate.LeadsTo is not null ? this : this with
    {
        CertificatesFound = CertificatesFound + 1,
        CertificatesIssued = CertificatesIssued + certificate.Issue.Denomination,
        CertificatesUsed = CertificatesUsed + (certificate.Use is null ? 0 : 1),
        CertificatesApplied = CertificatesApplied + (certificate.Use?.Result.Applied ?? 0),
    };

    internal Audit Add(Payout payout) => this with { PayoutsPaid = PayoutsPaid + (payout.Answer is { Paid: true } ? payout.Request.Amount : 0) };
}

/// <summary>Of a subscriber's record what an audit needs, so that the rest of it need not be made.</summary>
internal sealed record SubscriberBooks(Accrual? Accrual, Balance? Balance, Leaving? Left = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<SubscriberBooks>))]
internal sealed partial class AuditJson : JsonSerializerContext;
