using System.Text.Json.Serialization;

namespace Cashback.Purchases;

/// <summary>Life of a purchase (domain.md, "Life of a purchase").</summary>
[GenerateSerializer, Alias("purchase-status")]
[JsonConverter(typeof(CamelCaseEnumConverter<PurchaseStatus>))]
public enum PurchaseStatus
{
    Pending,
    Confirmed,
    Declined,
    Expired,
    Reversed,
}

/// <summary>The status of an order line as a network reports it.</summary>
[GenerateSerializer, Alias("reported-status")]
[JsonConverter(typeof(CamelCaseEnumConverter<ReportedStatus>))]
public enum ReportedStatus
{
    /// <summary>The order was made; never undoes a later status.</summary>
    Created,

    Confirmed,
    Declined,

    /// <summary>A confirmed order was put on hold again.</summary>
    OnHold,
}
