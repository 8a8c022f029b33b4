namespace Cashback.Messages;

/// <summary>The SMS service will never send this message (an unreachable number, a forbidden text): trying again is useless.</summary>
public sealed class SmsRefusedException(string message) : Exception(message);
