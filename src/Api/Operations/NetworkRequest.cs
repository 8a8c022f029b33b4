using Cashback.Networks;
using Cashback.Purchases;

namespace Cashback.Api.Operations;

/// <summary>How a network speaks. An empty object: as it comes with the programme.</summary>
/// <param name="Statuses">By channel (<c>push</c>), then by the network's word.</param>
/// <param name="OrderedAt">Unix seconds.</param>
/// <param name="Version">Unix seconds.</param>
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
    ParameterBody? Reason = null)
{
    internal bool IsEmpty => this == new NetworkRequest();

    /// <summary>The first field that is missing; null if the description is whole.</summary>
    internal string? Missing() =>
        LineId is null ? "lineId"
        : Status is null ? "status"
        : Statuses is null || Statuses.Values.Any(table => table is null) ? "statuses"
        : Click is null ? "click"
        : Amount is null ? "amount"
        : Currency is null ? "currency"
        : null;

    internal NetworkDescription Description(string network) => new()
    {
        Id = network,
        LineId = LineId!.Parameter,
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
    };
}

/// <param name="Names">Of the network's parameters; the first that has a value counts.</param>
public sealed record ParameterBody(IReadOnlyList<string?> Names, bool Required = false, string? Default = null)
{
    internal NetworkParameter Parameter => new(Names.Select(name => name ?? "").ToList(), Required, Default);

    internal static ParameterBody? Of(NetworkParameter? parameter) =>
        parameter is null ? null : new([.. parameter.Names], parameter.Required, parameter.Default);
}

/// <summary>A network as operations see it: how it speaks, and its keys without their secrets.</summary>
public sealed record NetworkBody(string Id, NetworkRequest Description, IReadOnlyList<KeyBody> Keys)
{
    public static NetworkBody Of(NetworkView view)
    {
        var network = view.Description;
        var description = new NetworkRequest(
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
            ParameterBody.Of(network.Reason));
        return new(network.Id, description, [.. view.Keys.Select(KeyBody.Of)]);
    }
}

/// <param name="ValidUntil">Exclusive; null: until it is revoked.</param>
public sealed record KeyBody(string KeyId, DateTimeOffset CreatedAt, DateTimeOffset? ValidUntil)
{
    public static KeyBody Of(NetworkKeyView key) => new(key.Id, key.CreatedAt, key.ValidUntil);
}

/// <param name="Key">The secret for the postback address; shown by this answer only.</param>
/// <param name="PostbackPath">Where the network is to send its messages.</param>
public sealed record NewKeyBody(string KeyId, DateTimeOffset CreatedAt, string Key, string PostbackPath);

/// <param name="OldValidUntil">How long the old key still works; left out: until it is revoked.</param>
public sealed record RotationRequest(DateTimeOffset? OldValidUntil = null);
