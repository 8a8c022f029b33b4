namespace Cashback.Silo.Rotation;

/// <summary>Something that was made with a master secret other than the current one.</summary>
/// <param name="SecretId">0: with one that is not in force, so that it is lost unless that secret comes back.</param>
/// <param name="What">In the plural.</param>
/// <param name="Count">Null: it is not counted, and ends by itself at <paramref name="Until"/>.</param>
/// <param name="Until">When the last of it ends by itself at the latest; null: never.</param>
/// <param name="How">What to do about it.</param>
/// <param name="Names">Of a few, where they have names that can be shown.</param>
public sealed record HangingOn(int SecretId, string What, long? Count, DateTimeOffset? Until, string How, IReadOnlyList<string> Names);

/// <summary>What still depends on which master secret.</summary>
/// <param name="Current">The secret that is used for everything new.</param>
public sealed record SecretReport(int Current, IReadOnlyList<int> InForce, IReadOnlyList<HangingOn> Hanging)
{
    /// <summary>Whether the secret can be removed from the settings now without losing anything.</summary>
    public bool CanBeTakenOut(int id) => id != Current && Hanging.All(row => row.SecretId != id);
}
