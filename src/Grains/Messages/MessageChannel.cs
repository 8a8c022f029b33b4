namespace Cashback.Messages;

/// <summary>The way on which a message goes; its template decides.</summary>
internal enum MessageChannel
{
    Sms,
    Email,
}
