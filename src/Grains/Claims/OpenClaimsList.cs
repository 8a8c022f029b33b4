using Cashback.Queries;

namespace Cashback.Claims;

/// <summary>Only stores that have open claims have a book of them.</summary>
internal sealed class OpenClaimsList(IGrainFactory grains, IRecordQueries queries) : IOpenClaims
{
    private const int BooksPerPage = 1_000;

    public async Task<IReadOnlyList<Claim>> ListAsync(CancellationToken cancellation)
    {
        var books = new List<string>();
        IReadOnlyList<string> keys;
        do
        {
            keys = await queries.ListKeysAsync(StateNames.ClaimBook, books.LastOrDefault(), BooksPerPage, cancellation);
            books.AddRange(keys);
        }
        while (keys.Count == BooksPerPage);

        var open = await Task.WhenAll(books.Select(key => grains.GetGrain<IClaimBookGrain>(key).ListAsync()));
        return [.. open.SelectMany(book => book).OrderBy(claim => claim.FiledAt).ThenBy(claim => claim.Id, StringComparer.Ordinal)];
    }
}
