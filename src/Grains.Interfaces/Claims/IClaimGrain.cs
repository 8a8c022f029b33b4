using Cashback.Purchases;
using Orleans.Concurrency;

namespace Cashback.Claims;

/// <summary>One claim, key <c>claim:ID</c>. All calls may be repeated.</summary>
[Alias("claim-of")]
public interface IClaimGrain : IGrainWithStringKey
{
    /// <summary>From the subscriber's outbox. Repeated: changes nothing.</summary>
    [Alias("file")]
    Task FileAsync(Claim claim);

    [Alias("get"), AlwaysInterleave]
    Task<Claim?> GetAsync();

    /// <summary>
    /// Ops' answer. A found order is credited by a report of its line for the claim's click: the network's own postback of
    /// that line is then the same purchase, and nothing is credited twice. Refusals: <c>claim-answered</c>,
    /// <c>line-of-another</c>, <c>claim-not-creditable</c>, <c>invalid-claim-answer</c>.
    /// </summary>
    [Alias("answer")]
    Task<Outcome<Claim>> AnswerAsync(ClaimAnswer answer);

    /// <summary>
    /// Keeps a document with the claim, in the place of an earlier one. Refusals: <c>claim-answered</c>,
    /// <c>too-many-documents</c>, <c>not-found</c>.
    /// </summary>
    [Alias("attach")]
    Task<Outcome<Claim>> AttachAsync(ClaimDocument document);

    /// <summary>
    /// A report has an order line without a visit that fits this claim alone: the claim takes the first such line, and no
    /// other.
    /// </summary>
    /// <returns>Whether the line is the claim's; false as well if the claim has its answer.</returns>
    [Alias("take-line")]
    Task<bool> TakeLineAsync(string lineId);

    /// <summary>A reconciliation has the order: a claim that is open is answered by what the purchase is now.</summary>
    [Alias("reconciled")]
    Task ReconciledAsync(PurchaseView purchase, string? reason);
}

/// <summary>The visit of an order line that its network names none for, key <c>claimed:NETWORK:LINE</c>; it never changes.</summary>
[Alias("claimed-line")]
public interface IClaimedLineGrain : IGrainWithStringKey
{
    /// <returns>Null: the line is of no claim.</returns>
    [Alias("get-click"), AlwaysInterleave]
    Task<string?> GetClickAsync();

    /// <returns>The visit that the line belongs to from now on: the first one that was put.</returns>
    [Alias("put")]
    Task<string> PutAsync(string clickId, string claimId);
}

/// <summary>The claims of a store that have no answer yet, key <c>claimbook:STORE</c>.</summary>
[Alias("claim-book")]
public interface IClaimBookGrain : IGrainWithStringKey
{
    [Alias("put")]
    Task PutAsync(Claim claim);

    [Alias("remove")]
    Task RemoveAsync(string claimId);

    [Alias("list"), AlwaysInterleave]
    Task<IReadOnlyList<Claim>> ListAsync();
}
