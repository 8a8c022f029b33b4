using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Cashback.Programme;

/// <summary>The process can't start as things are. The message says what is wrong and what to do, for the person who started it.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The message for an exception that a person can mend; null for one that is a bug.</summary>
    public static string? Describe(Exception exception) => exception switch
    {
        StartupException e => e.Message,
        OptionsValidationException e => string.Join(Environment.NewLine, e.Failures),
        OrleansConfigurationException => exception.Message,
        AggregateException e => e.InnerExceptions.Select(Describe).OfType<string>().ToList() is { Count: > 0 } messages
            ? string.Join(Environment.NewLine, messages)
            : null,
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            "A port is in use by another process. Stop that process, or choose another port (--urls, Cashback:Cluster:SiloPort).",
        IOException { Message: var message } when message.Contains("address already in use", StringComparison.OrdinalIgnoreCase) =>
            $"{message.TrimEnd('.')}. Stop the process that uses it, or choose another with --urls.",
        { InnerException: { } inner } => Describe(inner),
        _ => null,
    };
}
