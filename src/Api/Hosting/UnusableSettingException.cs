namespace Cashback.Api.Hosting;

/// <summary>A setting is missing or can't be used. The message says which one and what to do; it is all that the operator sees.</summary>
public sealed class UnusableSettingException(string message) : Exception(message);
