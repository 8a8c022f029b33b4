namespace Cashback.Networks;

/// <summary>A network as it is kept, with the decisions on its keys.</summary>
/// <param name="Description">Null: the one that comes with the programme, in whatever version it comes.</param>
/// <param name="Secrets">Of signatures; null: there never was one.</param>
internal sealed record Network(
    string Id, NetworkDescription? Description, IReadOnlyList<NetworkKey> Keys, IReadOnlyList<SignatureSecret>? Secrets = null)
{
    /// <summary>Secrets in force at one time: the usual one, and the next while it is being rotated.</summary>
    public const int SecretsMax = 2;

    /// <summary>Keys in force at one time.</summary>
    public const int KeysMax = 20;

    private const int EndedKeysKept = 50;

    public NetworkDescription EffectiveDescription() =>
        Description ?? BuiltInNetworks.Find(Id) ?? throw new InvalidOperationException($"The network '{Id}' has no description.");

    public NetworkView View() =>
        new(EffectiveDescription(), Keys.Select(key => key.View()).ToList(), (Secrets ?? []).Select(secret => secret.View()).ToList());

    public NetworkAccess Access(DateTimeOffset now) => new(
        EffectiveDescription(),
        Keys.Select(key => key.Hashed()).Where(key => key.InForce(now)).ToList(),
        (Secrets ?? []).Where(secret => secret.InForce(now)).Select(secret => secret.Closed()).ToList());

    public Outcome<Network> AddKey(NetworkKey key, DateTimeOffset now)
    {
        if (Keys.Count(known => known.Hashed().InForce(now)) >= KeysMax)
        {
            return new Rejection("too-many-keys", new(
                $"The network has {KeysMax} keys in force already; revoke one first.",
                $"У сети уже {KeysMax} действующих ключей; сначала отзовите один из них."));
        }

        var ended = Keys.Where(known => !known.Hashed().InForce(now)).OrderByDescending(known => known.ValidUntil).Take(EndedKeysKept);
        return this with { Keys = Keys.Where(known => known.Hashed().InForce(now)).Append(key).Concat(ended).ToList() };
    }

    /// <summary>A new key in the place of another, which stays valid until then (null: until it is revoked).</summary>
    public Outcome<Network> Rotate(string keyId, NetworkKey key, DateTimeOffset? oldValidUntil, DateTimeOffset now)
    {
        if (Keys.FirstOrDefault(known => known.Id == keyId) is not { } old)
        {
            return UnknownKey;
        }

        if (!old.Hashed().InForce(now))
        {
            return new Rejection("key-ended", new("The key is no longer valid; make a new one.", "Ключ больше не действует; создайте новый."));
        }

        var until = oldValidUntil is null || oldValidUntil > old.ValidUntil ? old.ValidUntil : oldValidUntil;
        return WithEnd(old, until).AddKey(key, now);
    }

    /// <summary>The same instance if the key has ended already.</summary>
    public Outcome<Network> Revoke(string keyId, DateTimeOffset now)
    {
        if (Keys.FirstOrDefault(known => known.Id == keyId) is not { } key)
        {
            return UnknownKey;
        }

        return key.Hashed().InForce(now) ? WithEnd(key, now) : this;
    }

    /// <summary>The same instance if no key has this hash.</summary>
    public Network Rekey(KeyedHash known, KeyedHash next) => Keys.FirstOrDefault(key => key.Hashed().Keyed().IsSame(known)) is { } key
        ? this with { Keys = Keys.Select(other => other == key ? key with { Hash = next.Hash, KeyId = next.KeyId } : other).ToList() }
        : this;

    /// <summary>The same instance if all secrets are sealed with the current master secret, or can't be opened any more.</summary>
    public Network Reseal(KeyRing keys)
    {
        var stale = (Secrets ?? []).Where(secret => !SealedSecret.IsCurrent(keys, Id, secret.Id, secret.Sealed)).ToList();
        return stale.Count == 0
            ? this
            : this with { Secrets = Secrets!.Select(secret => stale.Contains(secret) ? Reseal(secret, keys) : secret).ToList() };
    }

    private SignatureSecret Reseal(SignatureSecret secret, KeyRing keys) =>
        SealedSecret.Open(keys, Id, secret.Id, secret.Sealed) is { } clear
            ? secret with { Sealed = SealedSecret.Seal(keys, Id, secret.Id, clear) }
            : secret;

    public Outcome<Network> AddSecret(SignatureSecret secret, DateTimeOffset now)
    {
        var known = Secrets ?? [];
        if (known.Count(other => other.InForce(now)) >= SecretsMax)
        {
            return new Rejection("too-many-secrets", new(
                $"The network has {SecretsMax} secrets in force already; revoke one first.",
                $"У сети уже {SecretsMax} действующих секретов; сначала отзовите один из них."));
        }

        var ended = known.Where(other => !other.InForce(now)).OrderByDescending(other => other.ValidUntil).Take(EndedKeysKept);
        return this with { Secrets = known.Where(other => other.InForce(now)).Append(secret).Concat(ended).ToList() };
    }

    /// <summary>A new secret in the place of another, which stays valid until then (null: until it is revoked).</summary>
    public Outcome<Network> RotateSecret(string secretId, SignatureSecret secret, DateTimeOffset? oldValidUntil, DateTimeOffset now)
    {
        if (Secrets?.FirstOrDefault(known => known.Id == secretId) is not { } old)
        {
            return UnknownSecret;
        }

        if (!old.InForce(now))
        {
            return new Rejection("secret-ended", new("The secret is no longer valid; make a new one.", "Секрет больше не действует; создайте новый."));
        }

        var until = oldValidUntil is null || oldValidUntil > old.ValidUntil ? old.ValidUntil : oldValidUntil;
        return WithEnd(old, until).AddSecret(secret, now);
    }

    /// <summary>The same instance if the secret has ended already.</summary>
    public Outcome<Network> RevokeSecret(string secretId, DateTimeOffset now)
    {
        if (Secrets?.FirstOrDefault(known => known.Id == secretId) is not { } secret)
        {
            return UnknownSecret;
        }

        return secret.InForce(now) ? WithEnd(secret, now) : this;
    }

    private static Rejection UnknownSecret => new("not-found", new("The network has no such secret.", "У сети нет такого секрета."), RejectionKind.NotFound);

    private Network WithEnd(SignatureSecret secret, DateTimeOffset? until) =>
        this with { Secrets = Secrets!.Select(known => known == secret ? known with { ValidUntil = until } : known).ToList() };

    private static Rejection UnknownKey => new("not-found", new("The network has no such key.", "У сети нет такого ключа."), RejectionKind.NotFound);

    private Network WithEnd(NetworkKey key, DateTimeOffset? until) =>
        this with { Keys = Keys.Select(known => known == key ? known with { ValidUntil = until } : known).ToList() };
}

/// <param name="Hash">See <see cref="NetworkKeyHash"/>.</param>
/// <param name="ValidUntil">Exclusive; null: until it is revoked.</param>
/// <param name="KeyId">Of the secret that made the hash; null: the first one.</param>
internal sealed record NetworkKey(string Id, byte[] Hash, DateTimeOffset CreatedAt, DateTimeOffset? ValidUntil = null, int? KeyId = null)
{
    public static NetworkKey Of(string id, KeyedHash hash, DateTimeOffset now) => new(id, hash.Hash, now, KeyId: hash.KeyId);

    public HashedKey Hashed() => new(Hash, ValidUntil, KeyId ?? Cashback.Secrets.First);

    public NetworkKeyView View() => new(Id, CreatedAt, ValidUntil);
}

/// <param name="Sealed">See <see cref="SealedSecret"/>.</param>
/// <param name="ValidUntil">Exclusive; null: until it is revoked.</param>
internal sealed record SignatureSecret(string Id, byte[] Sealed, DateTimeOffset CreatedAt, DateTimeOffset? ValidUntil = null)
{
    public bool InForce(DateTimeOffset now) => ValidUntil is null || now < ValidUntil;

    public SealedNetworkSecret Closed() => new(Id, Sealed, ValidUntil);

    public NetworkKeyView View() => new(Id, CreatedAt, ValidUntil);
}
