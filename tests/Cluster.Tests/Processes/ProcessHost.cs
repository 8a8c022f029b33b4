using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Cashback.Support;

namespace Cashback.Cluster.Tests.Processes;

/// <summary>A silo or an API as a process of its own.</summary>
internal sealed class ProcessHost : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly Process _process;
    private readonly string _log;

    private ProcessHost(Process process, Uri url, string log) => (_process, Url, _log) = (process, url, log);

    public Uri Url { get; }

    /// <param name="project">Silo or Api: its build of the same configuration as these tests.</param>
    public static ProcessHost Start(string project, IReadOnlyDictionary<string, string> environment)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"Cashback.{project}.dll");
        var url = $"http://127.0.0.1:{FreePort()}";
        var log = Path.GetTempFileName();

        // The shell gives its place to the program, so the process is the program itself; its output goes to a file.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Path.GetTempPath() };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec dotnet '{program}' --urls {url} >'{log}' 2>&1");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!, new Uri(url), log);
    }

    public Task ReadyAsync() => Eventually.TrueAsync(
        async () =>
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The process ended with {_process.ExitCode}:\n{await File.ReadAllTextAsync(_log)}");
            }

            try
            {
                using var answer = await Http.GetAsync(new Uri(Url, "/health/ready"));
                return answer.IsSuccessStatusCode;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        },
        $"{Url} is ready",
        TimeSpan.FromMinutes(2));

    /// <summary><c>kill -9</c>: no goodbye, nothing saved.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as an orchestrator stops a process. Ends when it has gone, with its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        Process.Start("/bin/kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        File.Delete(_log);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
