using System.Collections.Immutable;
using Cashback.Claims;

namespace Cashback.Subscribers;

/// <summary>The subscriber's claims without an answer, and how many were filed today.</summary>
/// <param name="Day">Of the programme's calendar.</param>
/// <param name="LastNumber">Of all claims ever; names the next one.</param>
internal sealed record OpenClaims(DateOnly Day, int FiledToday, long LastNumber, ImmutableArray<Claim> Open)
{
    public Claim? Find(string id) => Open.FirstOrDefault(claim => claim.Id == id);

    public OpenClaims On(DateOnly day) => day == Day ? this : this with { Day = day, FiledToday = 0 };
}
