namespace Cashback.Networks;

/// <summary>An affiliate network, key <c>network:ID</c>: how it speaks, and the keys by which it is known.</summary>
[Alias("network")]
public interface INetworkGrain : IGrainWithStringKey
{
    /// <summary>Null if there is no such network.</summary>
    [Alias("get")]
    Task<NetworkView?> GetAsync();

    /// <summary>What the facade needs to let messages in; null if there is no such network.</summary>
    [Alias("access")]
    Task<NetworkAccess?> GetAccessAsync();

    /// <summary>Makes the network, or changes its description. Repeated: changes nothing.</summary>
    /// <param name="description">Null: the one that comes with the programme under this id.</param>
    [Alias("put")]
    Task<Outcome<NetworkView>> PutAsync(NetworkDescription? description);

    /// <summary>Makes a key. Its secret is shown by this answer only.</summary>
    [Alias("make-key")]
    Task<Outcome<NewNetworkKey>> MakeKeyAsync();

    /// <summary>
    /// Makes a key in the place of another, which stays valid until <paramref name="oldValidUntil"/> (null: until it is
    /// revoked).
    /// </summary>
    [Alias("rotate-key")]
    Task<Outcome<NewNetworkKey>> RotateKeyAsync(string keyId, DateTimeOffset? oldValidUntil);

    /// <summary>Ends a key now. Repeated: changes nothing.</summary>
    [Alias("revoke-key")]
    Task<Outcome<bool>> RevokeKeyAsync(string keyId);

    /// <summary>Makes a secret for signatures; at most two are in force at a time.</summary>
    /// <param name="given">The one that the network made; null: a new one, shown by this answer only.</param>
    [Alias("make-secret")]
    Task<Outcome<NewNetworkKey>> MakeSecretAsync(string? given);

    /// <summary>
    /// Makes a secret in the place of another, which stays valid until <paramref name="oldValidUntil"/> (null: until it is
    /// revoked).
    /// </summary>
    [Alias("rotate-secret")]
    Task<Outcome<NewNetworkKey>> RotateSecretAsync(string secretId, string? given, DateTimeOffset? oldValidUntil);

    /// <summary>Ends a secret now. Repeated: changes nothing.</summary>
    [Alias("revoke-secret")]
    Task<Outcome<bool>> RevokeSecretAsync(string secretId);

    /// <summary>
    /// The key that has this hash is from now on known by the other one, which the current secret has made. Repeated: changes
    /// nothing.
    /// </summary>
    [Alias("rekey")]
    Task RekeyAsync(KeyedHash known, KeyedHash next);

    /// <summary>Seals the secrets of signatures with the current master secret. Repeated: changes nothing.</summary>
    [Alias("reseal")]
    Task ResealAsync();

    /// <summary>Makes sure that this very secret is a key: sample data only.</summary>
    [Alias("ensure-key")]
    Task EnsureKeyAsync(string secret);
}

[GenerateSerializer, Immutable, Alias("network-view")]
public sealed record NetworkView(
    [property: Id(0)] NetworkDescription Description,
    [property: Id(1)] IReadOnlyList<NetworkKeyView> Keys,
    [property: Id(2)] IReadOnlyList<NetworkKeyView> SignatureSecrets);

/// <param name="ValidUntil">Exclusive; null: until it is revoked.</param>
[GenerateSerializer, Immutable, Alias("network-key-view")]
public sealed record NetworkKeyView(
    [property: Id(0)] string Id, [property: Id(1)] DateTimeOffset CreatedAt, [property: Id(2)] DateTimeOffset? ValidUntil);

/// <param name="Secret">The key, or the secret of signatures, itself. Nobody can show it again.</param>
[GenerateSerializer, Immutable, Alias("new-network-key")]
public sealed record NewNetworkKey([property: Id(0)] NetworkKeyView Key, [property: Id(1)] string Secret);

/// <param name="SignatureSecrets">Sealed: they are opened where messages come in.</param>
[GenerateSerializer, Immutable, Alias("network-access")]
public sealed record NetworkAccess(
    [property: Id(0)] NetworkDescription Description,
    [property: Id(1)] IReadOnlyList<HashedKey> Keys,
    [property: Id(2)] IReadOnlyList<SealedNetworkSecret> SignatureSecrets)
{
    /// <summary>The key in force that has one of these hashes; null: none.</summary>
    public KeyedHash? Find(IReadOnlyList<KeyedHash> hashes, DateTimeOffset now)
    {
        KeyedHash? found = null;
        for (var i = 0; i < Keys.Count; i++)
        {
            for (var j = 0; j < hashes.Count; j++)
            {
                // Every key is compared, so that the time taken reveals nothing.
                found = Keys[i].InForce(now) & Keys[i].Keyed().IsSame(hashes[j]) ? hashes[j] : found;
            }
        }

        return found;
    }
}

/// <param name="ValidUntil">Exclusive; null: until it is revoked.</param>
[GenerateSerializer, Immutable, Alias("hashed-key")]
public sealed record HashedKey(
    [property: Id(0)] byte[] Hash, [property: Id(1)] DateTimeOffset? ValidUntil, [property: Id(2)] int KeyId = KeyedHash.FirstKeyId)
{
    public KeyedHash Keyed() => new(KeyId, Hash);

    public bool InForce(DateTimeOffset now) => ValidUntil is null || now < ValidUntil;
}

/// <param name="Sealed">See <c>SealedSecret</c>.</param>
/// <param name="ValidUntil">Exclusive; null: until it is revoked.</param>
[GenerateSerializer, Immutable, Alias("sealed-network-secret")]
public sealed record SealedNetworkSecret(
    [property: Id(0)] string Id, [property: Id(1)] byte[] Sealed, [property: Id(2)] DateTimeOffset? ValidUntil)
{
    public bool InForce(DateTimeOffset now) => ValidUntil is null || now < ValidUntil;
}
