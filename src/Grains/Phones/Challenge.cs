using System.Text.Json.Serialization;

namespace Cashback.Phones;

/// <summary>A sign-in that somebody began: the code that was sent, what it was sent for, and who asked.</summary>
internal sealed record Challenge(OneTimeCode Code, [property: JsonPropertyName("wish")] RegistrationDetails Details, CodeCaller Caller)
{
    public static Challenge Start(
        string id, string code, RegistrationDetails details, CodeCaller caller, KeyRing keys, DateTimeOffset now) =>
        new(OneTimeCode.Start(id, code, keys, now), details, caller);
}
