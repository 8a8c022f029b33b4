using Cashback.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>The books over the whole store, in whole bonuses: credited = held + inPayout + paid + certificates + lost + reversed.</summary>
/// <param name="Balanced">Whether they agree in sum and for each subscriber.</param>
/// <param name="Difference">Credited less all the others; 0.</param>
/// <param name="Reversed">Taken back after it was credited.</param>
/// <param name="Held">Available, saved and accrued in the running month, less what some owe.</param>
/// <param name="InPayout">With the billing system, not yet answered.</param>
/// <param name="Certificates">What became certificates.</param>
/// <param name="Lost">What was lost by leaving without an e-mail address.</param>
/// <param name="Unbalanced">Ids of subscribers whose own books do not agree, at most 20; none.</param>
/// <param name="Subscribers">All that ever registered.</param>
/// <param name="Left">Those who have left.</param>
/// <param name="IssuedCertificates">What the certificates' own records say.</param>
/// <param name="PaidByBilling">What the payouts' own records say was paid; behind <c>paid</c> or before it by what is on its way.</param>
public sealed record AuditBody(
    bool Balanced,
    long Difference,
    long Credited,
    long Reversed,
    long Held,
    long InPayout,
    long Paid,
    long Certificates,
    long Lost,
    IReadOnlyList<string> Unbalanced,
    long Subscribers,
    long Left,
    IssuedCertificatesBody IssuedCertificates,
    long PaidByBilling)
{
    public static AuditBody Of(Audit audit) => new(
        audit is { Difference: 0, Unbalanced.Count: 0 },
        audit.Difference,
        audit.Credited,
        audit.TakenBack,
        audit.Held,
        audit.InPayout,
        audit.Paid,
        audit.Certificates,
        audit.Lost,
        audit.Unbalanced,
        audit.Subscribers,
        audit.Left,
        new(audit.CertificatesFound, audit.CertificatesIssued, audit.CertificatesUsed, audit.CertificatesApplied),
        audit.PayoutsPaid);
}

/// <param name="Sum">What they were issued for; behind <c>certificates</c> by what is on its way.</param>
/// <param name="Applied">What those that were used paid.</param>
public sealed record IssuedCertificatesBody(long Count, long Sum, long Used, long Applied);

public static class AuditEndpoints
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(15);

    public static RouteGroupBuilder MapAudit(this RouteGroupBuilder ops)
    {
        ops.MapGet("/audit", AuditAsync)
            .WithRequestTimeout(Timeout)
            .WithTags("Operations: audit")
            .WithSummary("The books over the whole store.")
            .WithDescription("All that was credited = what is held + in payout + paid + certificates + lost + reversed. Reads every record once.");
        return ops;
    }

    private static async Task<Ok<AuditBody>> AuditAsync(IAuditQueries queries, CancellationToken cancellation) =>
        TypedResults.Ok(AuditBody.Of(await queries.AuditAsync(cancellation)));
}
