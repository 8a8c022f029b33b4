using System.Text.Json.Serialization;
using Cashback.Certificates;
using Cashback.Payouts;
using Cashback.Queries;
using Cashback.Storage;
using Cashback.Subscribers;

namespace Cashback.Audits;

/// <summary>Adds the records up to the books of the whole programme.</summary>
internal static class AuditSums
{
    private const int UnbalancedShown = 20;

    public static Audit Add(this Audit audit, string subscriberId, SubscriberBooks books)
    {
        if (books is not { Accrual: { } accrual, Balance: { } balance })
        {
            return (audit with { Subscribers = audit.Subscribers + 1 }).Name(subscriberId);
        }

        var named = balance.Conserves(accrual.Earned) ? audit : audit.Name(subscriberId);
        return named with
        {
            Subscribers = named.Subscribers + 1,
            Left = named.Left + (books.Left is null ? 0 : 1),
            Credited = named.Credited + balance.TotalCredited,
            TakenBack = named.TakenBack + balance.TotalTakenBack,
            Held = named.Held + accrual.Earned + balance.Available + balance.Savings,
            InPayout = named.InPayout + balance.InPayout,
            Paid = named.Paid + balance.TotalPaid,
            Certificates = named.Certificates + balance.TotalCertificates,
            Lost = named.Lost + balance.TotalLost,
        };
    }

    /// <remarks>A record that only leads to another certificate counts as none.</remarks>
    public static Audit Add(this Audit audit, Certificate certificate) => certificate.RedirectsTo is not null ? audit : audit with
    {
        CertificatesFound = audit.CertificatesFound + 1,
        CertificatesIssued = audit.CertificatesIssued + certificate.Issue.Denomination,
        CertificatesUsed = audit.CertificatesUsed + (certificate.Use is null ? 0 : 1),
        CertificatesApplied = audit.CertificatesApplied + (certificate.Use?.Result.Applied ?? 0),
    };

    public static Audit Add(this Audit audit, Payout payout) =>
        audit with { PayoutsPaid = audit.PayoutsPaid + (payout.Answer is { Paid: true } ? payout.Request.Amount : 0) };

    private static Audit Name(this Audit audit, string subscriberId) =>
        audit.Unbalanced.Count < UnbalancedShown ? audit with { Unbalanced = [.. audit.Unbalanced, subscriberId] } : audit;
}

/// <summary>Of a subscriber's record what an audit needs, so that the rest of it need not be read.</summary>
internal sealed record SubscriberBooks(Accrual? Accrual, Balance? Balance, Leaving? Left = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<SubscriberBooks>))]
internal sealed partial class AuditJson : JsonSerializerContext;
