using System.Net;
using Cashback.Networks;

namespace Cashback.Api.Postbacks;

/// <summary>What the facade needs of a network to let its messages in, prepared once for each reading of its record.</summary>
public sealed class KnownNetwork
{
    private readonly NetworkAccess _access;
    private readonly AllowedAddresses _addresses;
    private readonly (string Secret, SealedNetworkSecret Kept)[] _secrets;

    /// <param name="signatures"><see cref="Secrets.NetworkSignatures"/>.</param>
    public KnownNetwork(NetworkAccess access, KeyRing signatures)
    {
        _access = access;
        KeyIds = [.. access.Keys.Select(key => key.KeyId).Distinct()];
        _addresses = new AllowedAddresses(access.Description.AllowedAddresses);
        _secrets = [.. from kept in access.SignatureSecrets
                       let secret = SealedSecret.Open(signatures, access.Description.Id, kept.Id, kept.Sealed)
                       where secret is not null
                       select (secret, kept)];
    }

    public NetworkDescription Description => _access.Description;

    /// <summary>The ids of the secrets that made the hashes of its keys.</summary>
    public IReadOnlyList<int> KeyIds { get; }

    /// <summary>By which of the hashes it is known; null: by none.</summary>
    public KeyedHash? FindKey(IReadOnlyList<KeyedHash> hashes, DateTimeOffset now) => _access.Find(hashes, now);

    /// <param name="from">Null: unknown.</param>
    public bool AdmitsAddress(IPAddress? from) => _addresses.Allows(from);

    /// <summary>Null: the network does not sign. Without a secret in force nothing is right.</summary>
    public SignatureVerdict? Check(RawMessage message, DateTimeOffset now) => Description.Signature is not { } signature
        ? null
        : SignatureCheck.Verify(
            signature, [.. _secrets.Where(known => known.Kept.InForce(now)).Select(known => known.Secret)], message, now);
}
