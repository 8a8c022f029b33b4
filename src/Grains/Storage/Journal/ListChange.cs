using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cashback.Storage;

/// <summary>
/// How a list changed, so that a long one is not written again for one item. Applied in this order: items go, others take
/// the place of older ones, new ones are added at the end.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ListChange<T>
    where T : class
{
    /// <summary>Places in the list as it was, ascending.</summary>
    public int[]? Gone { get; init; }

    /// <summary>Places in the list without those that are gone, each with the item of the same place in <see cref="Items"/>.</summary>
    public int[]? Changed { get; init; }

    /// <summary>First those of <see cref="Changed"/>, then the new ones.</summary>
    public T[]? Items { get; init; }

    /// <param name="isSame">Whether two items are one, perhaps changed.</param>
    /// <returns>Null: the lists have the same items.</returns>
    public static ListChange<T>? Between(ImmutableArray<T> before, ImmutableArray<T> after, Func<T, T, bool> isSame)
    {
        if (before == after)
        {
            return null;
        }

        List<int>? gone = null, changed = null;
        List<T>? items = null;
        var next = 0;
        for (var place = 0; place < before.Length; place++)
        {
            if (next == after.Length || !(ReferenceEquals(before[place], after[next]) || isSame(before[place], after[next])))
            {
                (gone ??= []).Add(place);
                continue;
            }

            if (!ReferenceEquals(before[place], after[next]))
            {
                (changed ??= []).Add(next);
                (items ??= []).Add(after[next]);
            }

            next++;
        }

        for (; next < after.Length; next++)
        {
            (items ??= []).Add(after[next]);
        }

        return gone is null && items is null
            ? null
            : new() { Gone = gone?.ToArray(), Changed = changed?.ToArray(), Items = items?.ToArray() };
    }

    /// <exception cref="JsonException">The change is of another list.</exception>
    public ImmutableArray<T> Apply(ImmutableArray<T> before)
    {
        var list = before.ToBuilder();
        foreach (var place in (Gone ?? []).AsEnumerable().Reverse())
        {
            Expect((uint)place < (uint)list.Count);
            list.RemoveAt(place);
        }

        var (changed, items) = (Changed ?? [], Items ?? []);
        Expect(changed.Length <= items.Length);
        for (var n = 0; n < changed.Length; n++)
        {
            Expect((uint)changed[n] < (uint)list.Count);
            list[changed[n]] = items[n];
        }

        list.AddRange(items.AsSpan(changed.Length));
        return list.DrainToImmutable();
    }

    private static void Expect(bool fits)
    {
        if (!fits)
        {
            throw new JsonException("A change of a list names a place that the list does not have.");
        }
    }
}
