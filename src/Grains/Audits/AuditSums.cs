using Cashback.Certificates;
using Cashback.Payouts;
using Cashback.Queries;
using Cashback.Subscribers;

namespace Cashback.Audits;

/// <summary>Adds the records up to the books of the whole programme.</summary>
internal static class AuditSums
{
    private const int UnbalancedShown = 20;

    public static Audit Add(this Audit audit, string subscriberId, Subscriber subscriber)
    {
        var (accrual, balance) = (subscriber.Accrual, subscriber.Balance);
        var named = balance.Conserves(accrual.Earned) ? audit : audit.Name(subscriberId);
        return named with
        {
            Subscribers = named.Subscribers + 1,
            Left = named.Left + (subscriber.Left is null ? 0 : 1),
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
