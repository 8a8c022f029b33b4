namespace Cashback.Stores;

/// <summary>
/// Puts new tariffs in the place of old ones without touching the past: what was in force at an older click stays so.
/// </summary>
internal static class TariffHistory
{
    /// <summary>No click is older than this and still waits for an answer.</summary>
    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(366);

    public static IReadOnlyList<Tariff> Merge(IReadOnlyList<Tariff> known, IReadOnlyList<Tariff> wanted, DateTimeOffset now)
    {
        var left = known.ToList();
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

        merged.AddRange(left.Where(old => Started(old, now)).Select(old => EndedBy(old, now)).Where(old => Kept(old, now)));
        return merged;
    }

    private static bool SameOffer(Tariff old, Tariff wanted, DateTimeOffset now) =>
        !Ended(old, now)
        && old.Code == wanted.Code
        && old.Rate == wanted.Rate
        && (old.ValidFrom == wanted.ValidFrom || (Started(old, now) && Started(wanted, now)));

    private static bool Started(Tariff tariff, DateTimeOffset now) => tariff.ValidFrom is null || tariff.ValidFrom <= now;

    private static bool Ended(Tariff tariff, DateTimeOffset now) => tariff.ValidTo <= now;

    private static Tariff EndedBy(Tariff tariff, DateTimeOffset now) => Ended(tariff, now) ? tariff : tariff with { ValidTo = now };

    // A tariff that was replaced in the moment it began was never in force.
    private static bool Kept(Tariff tariff, DateTimeOffset now) =>
        tariff.ValidTo > now - KeptAfterEnd && (tariff.ValidFrom is null || tariff.ValidFrom < tariff.ValidTo);
}
