using System.Text.Json.Serialization;

namespace Cashback.Api.Values;

/// <summary>A rate on the wire: <c>{"percent":"5"}</c> or <c>{"fixed":300}</c>, never both.</summary>
public sealed record RateBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Percent,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Fixed)
{
    public static RateBody Of(Rate rate) =>
        new(rate.Percent is { } percent ? DecimalText.Of(percent) : null, rate.Fixed);
}
