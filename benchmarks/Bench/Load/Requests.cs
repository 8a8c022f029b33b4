using System.Diagnostics;
using System.Net;
using System.Text;
using Cashback.Benchmarks.Machine;

namespace Cashback.Benchmarks.Load;

/// <summary>What requests of one kind took.</summary>
internal sealed record Answered(Latencies Times, double PerSecond, double CpuSeconds);

/// <summary>Requests of this process's own, for what a stream of postbacks does not show.</summary>
internal sealed class Requests : IDisposable
{
    private readonly Connection[] _connections;

    private Requests(Connection[] connections) => _connections = connections;

    public static async Task<Requests> OpenAsync(int port, int connections)
    {
        var all = Enumerable.Range(0, connections).Select(_ => new Connection(new(IPAddress.Loopback, port))).ToArray();
        await Task.WhenAll(all.Select(connection => connection.OpenAsync()));
        return new(all);
    }

    /// <param name="make">The request of a number.</param>
    /// <param name="expected">What each answer must contain.</param>
    /// <param name="read">Gets the number and the whole answer, after it was timed.</param>
    /// <exception cref="BenchException">An answer was another.</exception>
    public async Task<Answered> SendAsync(
        IReadOnlyList<int> numbers, Func<int, byte[]> make, string expected, double? perSecond = null, Action<int, string>? read = null)
    {
        var bytes = Encoding.UTF8.GetBytes(expected);
        var (next, ticks) = (-1, new long[numbers.Count]);
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var (watch, pace) = (Stopwatch.StartNew(), new Pace(perSecond));
        await Task.WhenAll(_connections.Select(connection => Task.Run(() => SendAsync(connection))));
        process.Refresh();
        return new(new(ticks), numbers.Count / watch.Elapsed.TotalSeconds, (process.TotalProcessorTime - cpu).TotalSeconds);

        async Task SendAsync(Connection connection)
        {
            for (int n; (n = Interlocked.Increment(ref next)) < numbers.Count;)
            {
                var request = make(numbers[n]);
                var since = await pace.NextAsync();
                var answer = await connection.SendAsync(request);
                ticks[n] = Stopwatch.GetTimestamp() - since;
                if (answer.Span.IndexOf(bytes) < 0)
                {
                    throw new BenchException($"'{expected}' was expected and not\n{Encoding.UTF8.GetString(answer.Span)}");
                }

                read?.Invoke(numbers[n], Encoding.UTF8.GetString(answer.Span));
            }
        }
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }
}
