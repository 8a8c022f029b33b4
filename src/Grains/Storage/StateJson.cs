using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Cashback.Storage;

/// <summary>
/// How grain state is written as JSON: camelCase, enums as camelCase names, numbers as numbers, nothing for null. Unknown
/// properties are skipped, so that a newer version's record can still be read.
/// Values and enums name their converters themselves: with a converter or an encoder in these options the serialiser would
/// leave the code that was generated for each record unused and walk its metadata, which takes several times as long.
/// </summary>
internal static class StateJson
{
    /// <summary>One beside the records of each noun.</summary>
    private static readonly JsonSerializerContext[] Contexts =
    [
        Campaigns.CampaignsJson.Default,
        Campaigns.WelcomeJson.Default,
        Cards.CardsJson.Default,
        Catalogue.CatalogueJson.Default,
        Certificates.CertificatesJson.Default,
        Claims.ClaimJson.Default,
        Currencies.CurrenciesJson.Default,
        Devices.DevicesJson.Default,
        Idempotency.IdempotencyJson.Default,
        Installations.InstallationJson.Default,
        Messages.MessageJson.Default,
        Networks.NetworksJson.Default,
        Payouts.PayoutJson.Default,
        Phones.PhonesJson.Default,
        Proofs.ProofsJson.Default,
        Purchases.PurchaseJson.Default,
        Quarantine.QuarantineJson.Default,
        Receipts.ReceiptJson.Default,
        Reconciliations.ReconciliationsJson.Default,
        Referrals.ReferralJson.Default,
        Rewards.RewardJson.Default,
        Sessions.SessionsJson.Default,
        Shops.ShopsJson.Default,
        Statements.StatementJson.Default,
        Stores.StoresJson.Default,
        Subscribers.SubscriberJson.Default,
    ];

    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Never shown in a page; escaped, Russian texts would take three times the room.</summary>
    public static JsonWriterOptions Writing { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Null while it is in use: a state can hold parts that are made into JSON in between.
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Bytes, Utf8JsonWriter Writer)? _free;

    /// <summary>The JSON of a state, or of a part of one that is to be copied with each save.</summary>
    public static byte[] ToBytes<T>(T value)
    {
        var (bytes, writer) = _free ?? Scratch();
        _free = null;
        JsonSerializer.Serialize(writer, value, Options);
        writer.Flush();
        var json = bytes.WrittenSpan.ToArray();
        bytes.ResetWrittenCount();
        writer.Reset();
        _free = (bytes, writer);
        return json;
    }

    private static (ArrayBufferWriter<byte> Bytes, Utf8JsonWriter Writer) Scratch()
    {
        var bytes = new ArrayBufferWriter<byte>();
        return (bytes, new Utf8JsonWriter(bytes, Writing));
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DictionaryKeyPolicy = null,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.Strict,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
            TypeInfoResolver = JsonTypeInfoResolver.Combine(Contexts),
        };
        options.MakeReadOnly();
        return options;
    }
}
