using System.Text.Json;

namespace Cashback.Api.Json;

/// <summary>A value of the body is not acceptable; the message is for the person who sent it.</summary>
public sealed class UnreadableException(string message) : JsonException(message);
