using System.Globalization;
using System.Text.Json;
using Cashback.Benchmarks.Machine;

namespace Cashback.Benchmarks.Load;

/// <summary>The load generator as seen from the command.</summary>
internal sealed class LoadProcess : IDisposable
{
    private readonly Child _child;

    public LoadProcess(int port, int connections) => _child = Child.Start(
        "dotnet",
        [
            typeof(LoadProcess).Assembly.Location, "load", $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}",
            connections.ToString(CultureInfo.InvariantCulture),
        ]);

    /// <exception cref="BenchException">An answer was not as the stream leads to.</exception>
    public async Task<LoadResult> RunAsync(Phase phase)
    {
        await _child.Process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(phase));
        await _child.Process.StandardInput.FlushAsync();
        var line = await _child.Process.StandardOutput.ReadLineAsync()
            ?? throw new BenchException("The load generator ended.");
        var result = JsonSerializer.Deserialize<LoadResult>(line)!;
        return result.Wrong == 0
            ? result
            : throw new BenchException($"{result.Wrong} of {result.Count} answers were wrong; the first:\n{result.FirstWrong}");
    }

    public void Dispose() => _child.Dispose();
}
