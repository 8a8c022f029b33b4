using System.Text.Json;

namespace Cashback.Api.Json;

/// <summary>A value of the body is not acceptable.</summary>
/// <param name="why">For the person who sent it.</param>
public sealed class UnreadableException(LocalText why) : JsonException(why.En)
{
    public LocalText Why { get; } = why;
}
