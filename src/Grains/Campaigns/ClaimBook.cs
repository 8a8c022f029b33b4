using System.Collections.Immutable;

namespace Cashback.Campaigns;

/// <param name="Held">False: given back; kept so that an older call does not claim it again.</param>
internal sealed record ClaimEntry(string SubscriberId, bool Held, long Reward, long Revision);

/// <summary>The claims of a part of the numbers, each known by its hash, also after its owner has left and returned.</summary>
internal sealed record ClaimBook
{
    /// <summary>So many books share a campaign's numbers: none grows large, and claims do not wait for each other.</summary>
    public const int Count = 128;

    public ImmutableDictionary<string, ClaimEntry> Claims { get; init; } = ImmutableDictionary<string, ClaimEntry>.Empty;

    /// <summary>Whole bonuses of all claims that are held.</summary>
    public long Total { get; init; }

    /// <summary>Counts the changes: the newer of two totals has the higher one.</summary>
    public long Revision { get; init; }

    /// <summary>Two letters of the hash choose the book.</summary>
    public static int Of(string numberHash) => Convert.ToInt32(numberHash[..2], 16) % Count;

    /// <summary>The answer where nothing is to be changed; null: the claim is to be taken up or given back.</summary>
    public ClaimResult? AnswerTo(WelcomeClaim claim)
    {
        var known = Claims.GetValueOrDefault(claim.NumberHash);
        if (known is null || known.SubscriberId != claim.SubscriberId)
        {
            return (known, claim.Wanted) switch
            {
                ({ Held: true }, true) => ClaimResult.HadBefore,
                ({ Held: true }, false) => ClaimResult.Released,
                _ => null,
            };
        }

        return claim.Revision > known.Revision ? null : known.Held ? ClaimResult.Granted : ClaimResult.Released;
    }

    public ClaimBook With(WelcomeClaim claim)
    {
        var held = Claims.GetValueOrDefault(claim.NumberHash) is { Held: true } known ? known.Reward : 0;
        return this with
        {
            Claims = Claims.SetItem(claim.NumberHash, new ClaimEntry(claim.SubscriberId, claim.Wanted, claim.Reward, claim.Revision)),
            Total = Total - held + (claim.Wanted ? claim.Reward : 0),
            Revision = Revision + 1,
        };
    }
}
