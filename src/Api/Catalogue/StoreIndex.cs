using Cashback.Catalogue;
using Cashback.Stores;

namespace Cashback.Api.Catalogue;

/// <summary>The stores of one version of the catalogue, in the order of their names.</summary>
public sealed class StoreIndex
{
    private readonly Entry[] _entries;
    private readonly Dictionary<string, int> _places;

    public StoreIndex(CatalogueSnapshot snapshot)
    {
        Version = snapshot.Version;
        _entries = [.. snapshot.Stores
            .Select(store => new Entry(store, SearchName(store.Name)))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Store.Id, StringComparer.Ordinal)];
        _places = _entries.Select((entry, place) => (entry.Store.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place);
    }

    public long Version { get; }

    /// <summary>Inactive ones too; null if there is none of this id.</summary>
    public StoreProfile? Find(string storeId) => _places.TryGetValue(storeId, out var place) ? _entries[place].Store : null;

    public IEnumerable<StoreProfile> Search(string? words) => After(-1, words);

    /// <summary>One page of those that match; false if the cursor is none of this list.</summary>
    public bool TryPage(
        string? cursor, int limit, string? words, Func<StoreProfile, bool> matches, out IReadOnlyList<StoreProfile> page,
        out string? nextCursor)
    {
        page = [];
        nextCursor = null;
        var place = -1;
        if (cursor is not null && !_places.TryGetValue(cursor, out place))
        {
            return false;
        }

        var found = After(place, words).Where(matches).Take(limit + 1).ToList();
        page = found.Count > limit ? found[..limit] : found;

        // A store is never taken out of the list, so its id is a lasting place in it.
        nextCursor = found.Count > limit ? page[^1].Id : null;
        return true;
    }

    /// <summary>Names as they are compared: case does not matter, ё is е, and words are parted by one space.</summary>
    public static string SearchName(string text) =>
        string.Join(' ', text.ToLowerInvariant().Replace('ё', 'е').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IEnumerable<StoreProfile> After(int place, string? words)
    {
        var wanted = SearchName(words ?? "");
        return _entries.Skip(place + 1)
            .Where(entry => wanted.Length == 0 || entry.Name.Contains(wanted, StringComparison.Ordinal))
            .Select(entry => entry.Store);
    }

    private sealed record Entry(StoreProfile Store, string Name);
}
