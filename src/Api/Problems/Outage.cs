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
    public static bool Is(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is OrleansException or TimeoutException or DbException or SocketException || IsDriversFromAfar(cause))
            {
                return true;
            }
        }

        return false;
    }

    // What a silo's driver threw, where this process could not build the exception anew.
    private static bool IsDriversFromAfar(Exception exception) =>
        exception is UnavailableExceptionFallbackException { ExceptionType: { } type } && type.Contains("Npgsql", StringComparison.Ordinal);
}
