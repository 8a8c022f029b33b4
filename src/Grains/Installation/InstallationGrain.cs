using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Installations;

/// <summary>When a master secret was the current one, as far as processes have noted it.</summary>
internal sealed record SecretUse(int Id, DateTimeOffset FirstAt, DateTimeOffset LastAt);

/// <param name="NumberKey">See <see cref="Installations.NumberKey"/>; null: not needed yet.</param>
internal sealed record Installation(byte[]? NumberKey, ImmutableArray<SecretUse> SecretUses)
{
    public static Installation None { get; } = new(null, []);

    public Installation Note(int id, DateTimeOffset now) => SecretUses.FirstOrDefault(use => use.Id == id) is { } known
        ? this with { SecretUses = now > known.LastAt ? SecretUses.Replace(known, known with { LastAt = now }) : SecretUses }
        : this with { SecretUses = SecretUses.Add(new SecretUse(id, now, now)) };
}

internal sealed class InstallationGrain(
    [PersistentState(StateNames.Installation, StorageNames.Records)] IPersistentState<Stored<Installation>> state,
    Secrets secrets,
    TimeProvider clock) : RecordGrain<Installation>(state), IInstallationGrain
{
    public async Task<byte[]> GetNumberKeyAsync()
    {
        var known = Record ?? Installation.None;
        await SaveAsync(known.NumberKey is null ? known with { NumberKey = NumberKey.Make(secrets) } : known);
        return Record!.NumberKey!;
    }

    public Task NoteSecretAsync(int id) => SaveAsync((Record ?? Installation.None).Note(id, clock.GetUtcNow()));

    public Task ResealAsync() => Record is { NumberKey: { } key } known && !NumberKey.IsCurrent(secrets, key)
        ? SaveAsync(known with { NumberKey = NumberKey.Reseal(secrets, key) })
        : Task.CompletedTask;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Installation>))]
internal sealed partial class InstallationJson : JsonSerializerContext;
