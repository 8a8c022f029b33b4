using System.Buffers.Text;
using System.Security.Cryptography;
using Cashback.Storage;

namespace Cashback.Networks;

internal sealed class NetworkGrain(
    [PersistentState(StateNames.Network, StorageNames.Records)] IPersistentState<Stored<Network>> state,
    Secrets secrets,
    IdSource ids,
    TimeProvider clock)
    : RecordGrain<Network>(state), INetworkGrain
{
    private const int SecretBytes = 24;

    private string Id => GrainKeys.IdOf(this.GetPrimaryKeyString());

    public Task<NetworkView?> GetAsync() => Task.FromResult(Record?.View());

    public Task<NetworkAccess?> GetAccessAsync()
    {
        if (Record is null)
        {
            // Guessed names must not fill the memory.
            DeactivateSoon();
        }

        return Task.FromResult(Record?.Access(clock.GetUtcNow()));
    }

    public async Task<Outcome<NetworkView>> PutAsync(NetworkDescription? description)
    {
        if (description is null && BuiltInNetworks.Find(Id) is null)
        {
            return new Rejection(
                "invalid-network", new(
                    "No network of this name comes with the programme: describe it.",
                    "Встроенного описания для этой сети нет: опишите её."), RejectionKind.Unacceptable, "description");
        }

        if (description is not null && NetworkRules.Check(description) is { } rejection)
        {
            return rejection;
        }

        var described = description is null ? null : description with { Id = Id };
        await SaveAsync(Record is { } known ? known with { Description = described } : new Network(Id, described, new List<NetworkKey>()));
        return Record!.View();
    }

    public Task<Outcome<NewNetworkKey>> MakeKeyAsync()
    {
        var now = clock.GetUtcNow();
        return AddAsync(key => Record!.AddKey(key, now), now);
    }

    public Task<Outcome<NewNetworkKey>> RotateKeyAsync(string keyId, DateTimeOffset? oldValidUntil)
    {
        var now = clock.GetUtcNow();
        return AddAsync(key => Record!.Rotate(keyId, key, oldValidUntil, now), now);
    }

    public Task<Outcome<bool>> RevokeKeyAsync(string keyId) => EndAsync(network => network.Revoke(keyId, clock.GetUtcNow()));

    public Task<Outcome<NewNetworkKey>> MakeSecretAsync(string? given)
    {
        var now = clock.GetUtcNow();
        return AddSecretAsync(given, secret => Record!.AddSecret(secret, now), now);
    }

    public Task<Outcome<NewNetworkKey>> RotateSecretAsync(string secretId, string? given, DateTimeOffset? oldValidUntil)
    {
        var now = clock.GetUtcNow();
        return AddSecretAsync(given, secret => Record!.RotateSecret(secretId, secret, oldValidUntil, now), now);
    }

    public Task<Outcome<bool>> RevokeSecretAsync(string secretId) =>
        EndAsync(network => network.RevokeSecret(secretId, clock.GetUtcNow()));

    public async Task RekeyAsync(KeyedHash known, KeyedHash next)
    {
        if (Record is { } network)
        {
            await SaveAsync(network.Rekey(known, next));
        }
    }

    public async Task ResealAsync()
    {
        if (Record is { } network)
        {
            await SaveAsync(network.Reseal(secrets.NetworkSignatures));
        }
    }

    public async Task EnsureKeyAsync(string secret)
    {
        var hashes = NetworkKeyHash.OfEach(secrets.ApiKeys, secrets.Ids, Id, secret);
        if (Record is { } network && !network.Keys.Any(key => hashes.Any(key.Hashed().Keyed().IsSame)))
        {
            var now = clock.GetUtcNow();
            await SaveAsync(network.AddKey(NetworkKey.Of(ids.Next(), hashes[0], now), now).Value ?? network);
        }
    }

    private static Rejection Unknown => new("not-found", new("There is no such network.", "Такой сети нет."), RejectionKind.NotFound);

    private async Task<Outcome<NewNetworkKey>> AddAsync(Func<NetworkKey, Outcome<Network>> decide, DateTimeOffset now)
    {
        if (Record is null)
        {
            return Unknown;
        }

        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var key = NetworkKey.Of(ids.Next(), NetworkKeyHash.Of(secrets.ApiKeys, Id, secret), now);
        var decided = decide(key);
        if (decided.Value is { } next)
        {
            await SaveAsync(next);
            return new NewNetworkKey(key.View(), secret);
        }

        return decided.Rejection!;
    }

    private async Task<Outcome<NewNetworkKey>> AddSecretAsync(
        string? given, Func<SignatureSecret, Outcome<Network>> decide, DateTimeOffset now)
    {
        if (Record is null)
        {
            return Unknown;
        }

        if (given is not null && !SignatureCheck.IsSecret(given))
        {
            return new Rejection(
                "invalid-secret", new(
                    "A secret is 16 to 200 visible ASCII characters, and base64 after 'whsec_'.",
                    "Секрет — от 16 до 200 видимых символов ASCII, а после «whsec_» — base64."), RejectionKind.Unacceptable, "secret");
        }

        var text = given ?? SignatureCheck.MakeSecret(Record.EffectiveDescription().Signature);
        var id = ids.Next();
        var secret = new SignatureSecret(id, SealedSecret.Seal(secrets.NetworkSignatures, Id, id, text), now);
        var decided = decide(secret);
        if (decided.Value is { } next)
        {
            await SaveAsync(next);
            return new NewNetworkKey(secret.View(), text);
        }

        return decided.Rejection!;
    }

    private async Task<Outcome<bool>> EndAsync(Func<Network, Outcome<Network>> decide)
    {
        if (Record is null)
        {
            return Unknown;
        }

        var decided = decide(Record);
        if (decided.Value is { } next)
        {
            await SaveAsync(next);
            return true;
        }

        return decided.Rejection!;
    }
}
