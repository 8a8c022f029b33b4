using System.Text.Json.Serialization;

namespace Cashback.Subscribers;

/// <summary>Whose number it is, by the operator's number directory.</summary>
[GenerateSerializer, Alias("subscriber-kind")]
[JsonConverter(typeof(CamelCaseEnumConverter<SubscriberKind>))]
public enum SubscriberKind
{
    /// <summary>The operator's own number, a person's.</summary>
    Individual,

    /// <summary>The operator's own number, owned by a company.</summary>
    Corporate,

    /// <summary>Another operator's number.</summary>
    Guest,
}

/// <param name="Locale"><c>ru</c> or <c>en</c>.</param>
[GenerateSerializer, Immutable, Alias("registration")]
public sealed record Registration(
    [property: Id(0)] Phone Phone,
    [property: Id(1)] SubscriberKind Kind,
    [property: Id(2)] string Locale,
    [property: Id(3)] string? Email = null,
    [property: Id(4)] string? ReferralCode = null);

/// <summary>Null: leave as it is. An empty address removes it.</summary>
/// <param name="Proven">The owner has proved afresh that the address is to be changed.</param>
[GenerateSerializer, Immutable, Alias("profile-change")]
public sealed record ProfileChange(
    [property: Id(0)] string? Email, [property: Id(1)] string? Locale, [property: Id(2)] bool Proven = false);
