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
}
