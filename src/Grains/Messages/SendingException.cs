namespace Cashback.Messages;

/// <summary>Why a service did not send a message.</summary>
public enum SendingFault
{
    /// <summary>Not known to be sent: there was no answer that can be read. Queried before it is tried again.</summary>
    Unreachable,

    /// <summary>The service answered that it does not take it now. Tried again.</summary>
    Busy,

    /// <summary>The account at the service has no money, is over its limits, or is closed. Tried again; the operator has to act.</summary>
    Account,

    /// <summary>This message will never be sent (an unreachable number, a forbidden text): trying again is useless.</summary>
    Refused,
}

/// <summary>A message was not sent, or is not known to be.</summary>
public sealed class SendingException(SendingFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public SendingFault Fault { get; } = fault;
}
