using Cashback.Queries;

namespace Cashback.Claims;

/// <summary>The open claims of all stores together. Only stores that have some have a book.</summary>
public static class ClaimBooks
{
    private const int BooksPerPage = 1_000;

    /// <returns>The oldest first.</returns>
    public static async Task<IReadOnlyList<Claim>> ReadOpenAsync(this IGrainFactory grains, IRecordQueries queries, CancellationToken cancellation)
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
