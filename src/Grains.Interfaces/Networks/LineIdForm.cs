using System.Text.Json.Serialization;

namespace Cashback.Networks;

/// <summary>What a network's ids look like.</summary>
[GenerateSerializer, Alias("network-line-id-form")]
[JsonConverter(typeof(CamelCaseEnumConverter<LineIdForm>))]
public enum LineIdForm
{
    /// <summary>Any text of an id's characters.</summary>
    Text,

    /// <summary>A whole number: <c>17.0</c> is <c>17</c>.</summary>
    WholeNumber,
}
