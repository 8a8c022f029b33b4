namespace Cashback.Stores;

/// <summary>Puts new tariffs in the place of old ones: what is new begins now, what goes on keeps its beginning.</summary>
internal static class TariffHistory
{
    /// <returns>The tariffs in force or planned; what has ended is not among them (<see cref="StoreTerms"/> keeps it).</returns>
    public static IReadOnlyList<Tariff> Merge(IReadOnlyList<Tariff> known, IReadOnlyList<Tariff> wanted, DateTimeOffset now)
    {
        var left = known.Where(tariff => !Ended(tariff, now)).ToList();
        var merged = new List<Tariff>();
        foreach (var tariff in wanted.Where(tariff => !Ended(tariff, now)))
        {
            var before = left.FindIndex(old => SameOffer(old, tariff, now));
            if (before >= 0)
            {
                merged.Add(left[before] with { Name = tariff.Name, ValidTo = tariff.ValidTo });
                left.RemoveAt(before);
            }
            else
            {
                merged.Add(tariff with { ValidFrom = Started(tariff, now) ? now : tariff.ValidFrom });
            }
        }

        return merged;
    }

    private static bool SameOffer(Tariff old, Tariff wanted, DateTimeOffset now) =>
        old.Code == wanted.Code
        && old.Rate == wanted.Rate
        && (old.ValidFrom == wanted.ValidFrom || (Started(old, now) && Started(wanted, now)));

    private static bool Started(Tariff tariff, DateTimeOffset now) => tariff.ValidFrom is null || tariff.ValidFrom <= now;

    private static bool Ended(Tariff tariff, DateTimeOffset now) => tariff.ValidTo <= now;
}
