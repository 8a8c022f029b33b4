using System.Text.Json.Serialization;

namespace Cashback.Subscribers;

/// <summary>
/// Settled bonuses, and the lifetime totals that prove that none is lost or made up. Whole bonuses.
/// Available can be below zero after a reversal of what was spent; later accruals pay it off first.
/// </summary>
internal sealed record Balance
{
    public long Available { get; init; }

    public long Savings { get; init; }

    /// <summary>Handed to the billing system, not yet answered.</summary>
    public long InPayout { get; init; }

    public long TotalCredited { get; init; }

    public long TotalTakenBack { get; init; }

    public long TotalPaid { get; init; }

    /// <summary>What became certificates.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long TotalCertificates { get; init; }

    /// <summary>What was lost by leaving the programme without an e-mail address.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long TotalLost { get; init; }

    public Balance Credit(long bonuses) => this with { TotalCredited = TotalCredited + bonuses };

    /// <param name="fromAvailable">The part that no running month holds any more.</param>
    public Balance TakeBack(long bonuses, long fromAvailable) =>
        this with { TotalTakenBack = TotalTakenBack + bonuses, Available = Available - fromAvailable };

    public Balance MakeAvailable(long accrued) => this with { Available = Available + accrued };

    public Balance StartPayout(long bonuses) => this with { Available = Available - bonuses, InPayout = InPayout + bonuses };

    public Balance SetAside(long bonuses) => this with { Available = Available - bonuses, Savings = Savings + bonuses };

    public Balance PayoutPaid(long bonuses) => this with { InPayout = InPayout - bonuses, TotalPaid = TotalPaid + bonuses };

    public Balance PayoutRefused(long bonuses) => this with { InPayout = InPayout - bonuses, Available = Available + bonuses };

    public Balance BuyCertificate(long fromSavings, long fromAvailable) => this with
    {
        Savings = Savings - fromSavings,
        Available = Available - fromAvailable,
        TotalCertificates = TotalCertificates + fromSavings + fromAvailable,
    };

    /// <summary>All that is held goes, the running month's accruals included: into a certificate, or it is lost.</summary>
    public Balance Leave(long sum, bool lost) => this with
    {
        Available = 0,
        Savings = 0,
        TotalCertificates = TotalCertificates + (lost ? 0 : sum),
        TotalLost = TotalLost + (lost ? sum : 0),
    };

    /// <summary>Credited = held + paid + certificates + lost + taken back, at any moment.</summary>
    public bool Conserves(long accrued) =>
        TotalCredited - TotalTakenBack == accrued + Available + Savings + InPayout + TotalPaid + TotalCertificates + TotalLost;
}
