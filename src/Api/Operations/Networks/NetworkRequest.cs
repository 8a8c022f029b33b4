using Cashback.Networks;
using Cashback.Purchases;

namespace Cashback.Api.Operations;

/// <summary>How a network speaks. An empty object: as it comes with the programme.</summary>
/// <param name="Statuses">By channel (<c>push</c>, <c>statistics</c>, <c>report</c>), then by the network's word.</param>
/// <param name="LineIdFrom">In the place of lineId, where the network has none: an id made of fields that never change.</param>
/// <param name="Body">What bodies can be beside a form and a JSON object of scalars.</param>
/// <param name="Urls">Addresses to give to the network, where it needs several or has macros.</param>
/// <param name="Signature">Left out: the key in the path is the only proof.</param>
/// <param name="AllowedAddresses">Left out: all may send.</param>
/// <param name="Corrections">Left out: a negative amount is refused.</param>
/// <param name="Reports">By channel (<c>report</c>, <c>statistics</c>): what stands elsewhere than in a postback.</param>
/// <param name="Like">A network that comes with the programme: what is left out here is as it is there.</param>
public sealed record NetworkRequest(
    ParameterBody? LineId = null,
    ParameterBody? Status = null,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, ReportedStatus>>? Statuses = null,
    ParameterBody? Click = null,
    ParameterBody? Amount = null,
    ParameterBody? Currency = null,
    ParameterBody? OrderId = null,
    ParameterBody? Tariff = null,
    ParameterBody? OrderedAt = null,
    ParameterBody? Version = null,
    ParameterBody? Reason = null,
    LineIdFromBody? LineIdFrom = null,
    MessageBody? Body = null,
    IReadOnlyList<NetworkUrl>? Urls = null,
    NetworkSignature? Signature = null,
    IReadOnlyList<string>? AllowedAddresses = null,
    CorrectionsBody? Corrections = null,
    IReadOnlyDictionary<string, NetworkReport>? Reports = null,
    string? Like = null)
{
    internal bool IsEmpty => this == new NetworkRequest();

    /// <summary>The first field that is missing; null if the description is whole.</summary>
    internal string? Missing() =>
        LineId is null && LineIdFrom is null ? "lineId"
        : Status is null ? "status"
        : Statuses is null ? "statuses"
        : Click is null ? "click"
        : Amount is null ? "amount"
        : Currency is null ? "currency"
        : null;

    internal NetworkDescription Description(string network) => new()
    {
        Id = network,
        LineId = LineId?.Parameter,
        Status = Status!.Parameter,
        Statuses = Statuses!,
        Click = Click!.Parameter,
        Amount = Amount!.Parameter,
        Currency = Currency!.Parameter,
        OrderId = OrderId?.Parameter,
        Tariff = Tariff?.Parameter,
        OrderedAt = OrderedAt?.Parameter,
        Version = Version?.Parameter,
        Reason = Reason?.Parameter,
        LineIdFrom = LineIdFrom is null
            ? null
            : new SyntheticLineId(LineIdFrom.Fields.Select(field => field?.Parameter!).ToList(), LineIdFrom.WithClick),
        Body = Body,
        Urls = Urls,
        Signature = Signature,
        AllowedAddresses = AllowedAddresses,
        Corrections = Corrections is null
            ? null
            : new NetworkCorrections(Corrections.Negative, Corrections.Words, Corrections.Original?.Parameter),
        Reports = Reports,
    };

    internal NetworkRequest Over(NetworkRequest usual) => new(
        LineId ?? (LineIdFrom is null ? usual.LineId : null),
        Status ?? usual.Status,
        Statuses ?? usual.Statuses,
        Click ?? usual.Click,
        Amount ?? usual.Amount,
        Currency ?? usual.Currency,
        OrderId ?? usual.OrderId,
        Tariff ?? usual.Tariff,
        OrderedAt ?? usual.OrderedAt,
        Version ?? usual.Version,
        Reason ?? usual.Reason,
        LineIdFrom ?? (LineId is null ? usual.LineIdFrom : null),
        Body ?? usual.Body,
        Urls ?? usual.Urls,
        Signature ?? usual.Signature,
        AllowedAddresses ?? usual.AllowedAddresses,
        Corrections ?? usual.Corrections,
        Reports ?? usual.Reports);

    internal static NetworkRequest Of(NetworkDescription network) => new(
        ParameterBody.Of(network.LineId),
        ParameterBody.Of(network.Status),
        network.Statuses,
        ParameterBody.Of(network.Click),
        ParameterBody.Of(network.Amount),
        ParameterBody.Of(network.Currency),
        ParameterBody.Of(network.OrderId),
        ParameterBody.Of(network.Tariff),
        ParameterBody.Of(network.OrderedAt),
        ParameterBody.Of(network.Version),
        ParameterBody.Of(network.Reason),
        network.LineIdFrom is { } from ? new LineIdFromBody([.. from.Fields.Select(ParameterBody.Of)], from.WithClick) : null,
        network.Body,
        network.Urls,
        network.Signature,
        network.AllowedAddresses,
        network.Corrections is { } corrections
            ? new CorrectionsBody(corrections.Negative, corrections.Words, ParameterBody.Of(corrections.Original))
            : null,
        network.Reports);
}

/// <param name="Names">Of the network's parameters; the first that has a value counts. None: the default is a constant.</param>
/// <param name="Times">Of a time: the forms to try; left out: Unix seconds.</param>
/// <param name="Numbers">Of an amount; left out: whatever leaves no doubt.</param>
/// <param name="Ids">Of an id: text or wholeNumber; left out: text.</param>
public sealed record ParameterBody(
    IReadOnlyList<string?>? Names = null,
    bool Required = false,
    string? Default = null,
    IReadOnlyList<TimeFormat>? Times = null,
    AmountFormat? Numbers = null,
    LineIdForm? Ids = null)
{
    internal NetworkParameter Parameter =>
        new((Names ?? []).Select(name => name ?? "").ToList(), Required, Default) { Times = Times, Numbers = Numbers, Ids = Ids };

    internal static ParameterBody? Of(NetworkParameter? parameter) => parameter is null
        ? null
        : new([.. parameter.Names], parameter.Required, parameter.Default, parameter.Times, parameter.Numbers, parameter.Ids);
}

/// <param name="Fields">Their values are hashed; at least one is required.</param>
/// <param name="WithClick">The click id is hashed with them.</param>
public sealed record LineIdFromBody(IReadOnlyList<ParameterBody?> Fields, bool WithClick = false);

/// <param name="Negative">What a negative amount means.</param>
/// <param name="Words">Statuses of records that correct another.</param>
/// <param name="Original">Names the line that is corrected; left out: the record bears its id.</param>
public sealed record CorrectionsBody(NegativeAmount Negative, IReadOnlyList<string>? Words = null, ParameterBody? Original = null);

/// <summary>A network as operations see it: how it speaks, and its keys and signature secrets, but not what they are.</summary>
public sealed record NetworkBody(
    string Id, NetworkRequest Description, IReadOnlyList<KeyBody> Keys, IReadOnlyList<SecretBody> SignatureSecrets)
{
    public static NetworkBody Of(NetworkView view) => new(
        view.Description.Id,
        NetworkRequest.Of(view.Description),
        [.. view.Keys.Select(KeyBody.Of)],
        [.. view.SignatureSecrets.Select(SecretBody.Of)]);
}

/// <param name="ValidUntil">Exclusive; null: until it is revoked.</param>
public sealed record KeyBody(string KeyId, DateTimeOffset CreatedAt, DateTimeOffset? ValidUntil)
{
    public static KeyBody Of(NetworkKeyView key) => new(key.Id, key.CreatedAt, key.ValidUntil);
}

/// <param name="Key">The secret for the postback address; shown by this answer only.</param>
/// <param name="PostbackPath">Where the network is to send its messages.</param>
/// <param name="Urls">The same with what the network's description adds: an address for each event, macros.</param>
public sealed record NewKeyBody(
    string KeyId, DateTimeOffset CreatedAt, string Key, string PostbackPath, IReadOnlyList<UrlBody> Urls);

/// <param name="Path">To be given to the network as it is, macros included.</param>
public sealed record UrlBody(string Name, string Path)
{
    internal static UrlBody Of(string path, NetworkUrl url)
    {
        var constants = (url.Constants ?? new Dictionary<string, string>())
            .Select(constant => $"{Uri.EscapeDataString(constant.Key)}={Uri.EscapeDataString(constant.Value)}");
        var query = string.Join('&', url.Macros is { Length: > 0 } macros ? constants.Append(macros) : constants);
        return new UrlBody(url.Name, query.Length == 0 ? path : $"{path}?{query}");
    }
}

/// <param name="OldValidUntil">How long the old key still works; left out: until it is revoked.</param>
public sealed record RotationRequest(DateTimeOffset? OldValidUntil = null);
