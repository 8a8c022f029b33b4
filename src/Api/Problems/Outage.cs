using System.Data.Common;
using System.Net.Sockets;
using Orleans.Serialization;

namespace Cashback.Api.Problems;

/// <summary>
/// Tells an outage (the same request again will do) from a bug. Storage wraps a driver's exception in its own, and
/// grain calls wrap those again, so the whole chain counts.
/// </summary>
internal static class Outage
{
    /// <summary>
    /// Where exceptions come from that a silo could not send as they were: drivers, and what repeats or times out for us.
    /// </summary>
    private static readonly string[] RemoteExceptions = ["Npgsql", "Microsoft.Data.Sqlite", "Orleans", "Polly", "System.Net", "Timeout", "Cancel"];

    public static bool Is(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (IsByItself(cause) || (cause is AggregateException several && several.InnerExceptions.Any(Is)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsByItself(Exception cause) => cause switch
    {
        ClusterAwayException or OrleansException or TimeoutException or DbException or SocketException or IOException => true,

        // Nobody who waits for this answer has cancelled it: that was looked at before. So something else gave up waiting.
        OperationCanceledException => true,

        // What a silo threw can't be written or read: it was the exception of a library, not an answer of ours.
        SerializerException or CodecNotFoundException => true,
        UnavailableExceptionFallbackException { ExceptionType: { } type } =>
            RemoteExceptions.Any(part => type.Contains(part, StringComparison.Ordinal)),

        // The connection to the cluster ended with the request under way.
        ObjectDisposedException { ObjectName: { } name } =>
            name.Contains("Orleans", StringComparison.Ordinal) || name.Contains("ServiceProvider", StringComparison.Ordinal),
        _ => cause.GetType().FullName?.StartsWith("Polly.", StringComparison.Ordinal) is true,
    };
}

/// <summary>Something that only asks the cluster could not: whatever the cause is, the same request again will do.</summary>
internal sealed class ClusterAwayException(string message, Exception cause) : Exception(message, cause);
