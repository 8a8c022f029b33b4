using System.Text.Json.Serialization;

namespace Cashback.Networks;

/// <summary>One thing that a network tells, and where it stands.</summary>
/// <param name="Names">
/// The first of these parameters that has a value counts. None: the default is a constant. In a body with arrays,
/// <c>lines[].sum</c> means the sum over all elements (of an amount), or the first that has a value.
/// </param>
/// <param name="Required">A message without it is refused.</param>
/// <param name="Default">What a message without it means.</param>
[GenerateSerializer, Immutable, Alias("network-parameter")]
public sealed record NetworkParameter(
    [property: Id(0)] IReadOnlyList<string> Names,
    [property: Id(1)] bool Required = false,
    [property: Id(2)] string? Default = null)
{
    /// <summary>Of a time: the forms to try, in this order; null: Unix seconds.</summary>
    [Id(3)] public IReadOnlyList<TimeFormat>? Times { get; init; }

    /// <summary>Of an amount; null: whatever leaves no doubt.</summary>
    [Id(4)] public AmountFormat? Numbers { get; init; }

    /// <summary>Of an id; null: text.</summary>
    [Id(5)] public LineIdForm? Ids { get; init; }

    // An array, not a collection expression: what the compiler makes of one has no codec.
    public static NetworkParameter Needed(string name) => new(new[] { name }, Required: true);

    public static NetworkParameter Optional(params string[] names) => new(names);
}

/// <summary>How numbers are written.</summary>
[GenerateSerializer, Alias("network-amount-format")]
[JsonConverter(typeof(CamelCaseEnumConverter<AmountFormat>))]
public enum AmountFormat
{
    /// <summary>A decimal point; thousands can be parted by commas or spaces: <c>1,299.90</c>.</summary>
    Point,

    /// <summary>A decimal comma; thousands can be parted by points or spaces: <c>1.299,90</c>.</summary>
    Comma,

    /// <summary>A whole number of hundredths: <c>129990</c>.</summary>
    Hundredths,
}

/// <summary>How a time is written.</summary>
/// <param name="Pattern">Of the form <see cref="TimeForm.Pattern"/>, in .NET's letters: <c>yyyy-MM-dd HH:mm:ss</c>.</param>
/// <param name="Zone">Where the text bears no offset: <c>UTC</c> or an IANA name like <c>Europe/Moscow</c>.</param>
[GenerateSerializer, Immutable, Alias("network-time-format")]
public sealed record TimeFormat(
    [property: Id(0)] TimeForm Form, [property: Id(1)] string? Pattern = null, [property: Id(2)] string? Zone = null);

[GenerateSerializer, Alias("network-time-form")]
[JsonConverter(typeof(CamelCaseEnumConverter<TimeForm>))]
public enum TimeForm
{
    UnixSeconds,
    UnixMilliseconds,
    Iso8601,
    Pattern,
}
