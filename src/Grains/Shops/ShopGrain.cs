using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Shops;

internal sealed class ShopGrain(
    [PersistentState(StateNames.Shop, StorageNames.Records)] IPersistentState<Stored<Shop>> state,
    Secrets secrets,
    IdSource ids,
    TimeProvider clock) : RecordGrain<Shop>(state), IShopGrain
{
    private const int SecretBytes = 24;

    private string Id => GrainKeys.IdOf(this.GetPrimaryKeyString());

    private static Rejection Unknown => new("not-found", new("There is no such shop.", "Такого салона нет."), RejectionKind.NotFound);

    public async Task<ShopView?> GetAsync() => (await FindRecordAsync())?.View();

    public async Task<ShopView> PutAsync(string name)
    {
        await SaveAsync(Record is null ? new Shop(Id, name, []) : Record.Name == name ? Record : Record with { Name = name });
        return Record!.View();
    }

    public async Task<Outcome<NewShopKey>> MakeKeyAsync()
    {
        if (await FindRecordAsync() is not { } shop)
        {
            return Unknown;
        }

        var secret = $"{Id}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        var key = ShopKey.Of(ids.Next(), ShopKeys.Hashes(secrets.ApiKeys, secret)[0], clock.GetUtcNow());
        var added = shop.AddKey(key);
        if (added.Value is not { } next)
        {
            return added.Rejection!;
        }

        await SaveAsync(next);
        return new NewShopKey(key.View(), secret);
    }

    public async Task<Outcome<bool>> RevokeKeyAsync(string keyId)
    {
        if (await FindRecordAsync() is not { } shop)
        {
            return Unknown;
        }

        var revoked = shop.Revoke(keyId, clock.GetUtcNow());
        if (revoked.Value is not { } next)
        {
            return revoked.Rejection!;
        }

        await SaveAsync(next);
        return true;
    }

    public async Task<string?> FindKeyAsync(IReadOnlyList<KeyedHash> hashes)
    {
        if (await FindRecordAsync() is not { } shop || shop.FindKey(hashes) is not { } keyId)
        {
            return null;
        }

        await SaveAsync(shop.Rekey(keyId, hashes[0]));
        return keyId;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Shop>))]
internal sealed partial class ShopsJson : JsonSerializerContext;
