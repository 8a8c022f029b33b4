using System.Collections.Immutable;
using Cashback.Clicks;

namespace Cashback.Stores;

/// <summary>A tariff as clicks were shown it.</summary>
/// <param name="From">The first version of the terms that has it.</param>
/// <param name="Until">The first version that has it no longer; null: it is still in force.</param>
/// <param name="EndedAt">When that version came.</param>
[GenerateSerializer, Immutable, Alias("store-tariff-span")]
internal sealed record TariffSpan(
    [property: Id(0)] Tariff Tariff,
    [property: Id(1)] int From,
    [property: Id(2)] int? Until = null,
    [property: Id(3)] DateTimeOffset? EndedAt = null);

/// <param name="From">The first version under which the store worked with the network; up to that of the next span.</param>
[GenerateSerializer, Immutable, Alias("store-network-span")]
internal sealed record NetworkSpan([property: Id(0)] string Network, [property: Id(1)] int From);

/// <param name="At">When the version came.</param>
[GenerateSerializer, Immutable, Alias("store-terms-mark")]
internal sealed record TermsMark([property: Id(0)] int Version, [property: Id(1)] DateTimeOffset At);

/// <summary>
/// What a store's clicks were shown, version by version: its tariffs and its network. A click carries the version by which it
/// was answered, so that neither a change that is being saved meanwhile nor anybody's clock affects what it pays.
/// </summary>
[GenerateSerializer, Immutable, Alias("store-terms")]
internal sealed record StoreTerms
{
    /// <summary>No click is older than this and still waits for an answer.</summary>
    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(366);

    /// <summary>Of so many versions one is kept with its time: it distinguishes versions that are the same number in a click id.</summary>
    private const int MarkEvery = 256;

    [Id(0)] public required int Version { get; init; }

    [Id(1)] public required ImmutableArray<TariffSpan> Tariffs { get; init; }

    [Id(2)] public required ImmutableArray<NetworkSpan> Networks { get; init; }

    [Id(3)] public required ImmutableArray<TermsMark> Marks { get; init; }

    public static StoreTerms Of(StoreProfile profile, DateTimeOffset now) => new()
    {
        Version = 1,
        Tariffs = [.. profile.Tariffs.Select(tariff => new TariffSpan(tariff, 1))],
        Networks = [new NetworkSpan(profile.Network, 1)],
        Marks = [new TermsMark(1, now)],
    };

    /// <summary>The same instance where the profile shows a click nothing new.</summary>
    public StoreTerms Next(StoreProfile profile, DateTimeOffset now)
    {
        var gone = Tariffs.Where(span => span.Until is null).ToList();
        var added = new List<Tariff>();
        foreach (var tariff in profile.Tariffs)
        {
            var there = gone.FindIndex(span => span.Tariff == tariff);
            if (there >= 0)
            {
                gone.RemoveAt(there);
            }
            else
            {
                added.Add(tariff);
            }
        }

        if (gone.Count == 0 && added.Count == 0 && profile.Network == Networks[^1].Network)
        {
            return this;
        }

        var version = Version + 1;
        return new StoreTerms
        {
            Version = version,
            Tariffs =
            [
                .. Tariffs.Select(span => gone.Contains(span) ? span with { Until = version, EndedAt = now } : span)
                    .Where(span => span.EndedAt is null || span.EndedAt > now - KeptAfterEnd),
                .. added.Select(tariff => new TariffSpan(tariff, version)),
            ],
            Networks = profile.Network == Networks[^1].Network ? Networks : Networks.Add(new NetworkSpan(profile.Network, version)),
            Marks = version % MarkEvery == 0 ? Forget(now).Add(new TermsMark(version, now)) : Marks,
        };
    }

    public Tariff TariffOf(int version, DateTimeOffset at, string? codeOrName)
    {
        var shown = new List<Tariff>(Tariffs.Length);
        var complete = false;
        foreach (var span in Tariffs)
        {
            if (span.From <= version && (span.Until is null || version < span.Until))
            {
                shown.Add(span.Tariff);
                complete |= span.Tariff.Code == Tariff.DefaultCode;
            }
        }

        // What a click of more than a year ago was shown is gone: the oldest known one is used for it.
        return TariffChoice.At(complete ? shown : [.. Tariffs.Select(span => span.Tariff)], at, codeOrName);
    }

    /// <summary>The network that a click of this version was led to.</summary>
    public string NetworkOf(int version) => (Networks.LastOrDefault(span => span.From <= version) ?? Networks[0]).Network;

    /// <param name="named">The version as a click id has it, modulo <see cref="ClickIds.TermsModulus"/>.</param>
    /// <param name="at">The time of the click; it need not be exact.</param>
    /// <returns>Null: a version that this record does not know yet.</returns>
    public int? Find(int named, DateTimeOffset at)
    {
        int? lastBefore = null, firstAfter = null;
        foreach (var mark in Marks)
        {
            if (mark.At <= at)
            {
                lastBefore = mark.Version;
            }
            else
            {
                firstAfter ??= mark.Version;
            }
        }

        var (before, after) = (lastBefore ?? 1, firstAfter ?? Version + MarkEvery);
        var back = (((Version - named) % ClickIds.TermsModulus) + ClickIds.TermsModulus) % ClickIds.TermsModulus;
        var nearest = Version - back + ClickIds.TermsModulus;
        for (var version = nearest - ClickIds.TermsModulus; version >= 1; version -= ClickIds.TermsModulus)
        {
            nearest = Away(version) <= Away(nearest) ? version : nearest;
        }

        return nearest <= Version ? nearest : null;

        int Away(int version) => version < before ? before - version : version > after ? version - after : 0;
    }

    private ImmutableArray<TermsMark> Forget(DateTimeOffset now)
    {
        var first = Marks.Count(mark => mark.At < now - KeptAfterEnd) - 1;
        return first > 0 ? Marks.RemoveRange(0, first) : Marks;
    }
}
