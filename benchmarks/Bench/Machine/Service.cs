using System.Net.Http.Json;
using System.Text.Json;

namespace Cashback.Benchmarks.Machine;

/// <summary>A measured service as a process of its own.</summary>
internal sealed class Service : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);

    /// <summary>What src/Silo/Dockerfile sets for the runtime, the same for all that are measured (ADR 19).</summary>
    private static readonly KeyValuePair<string, string> YoungestGeneration = new("DOTNET_GCgen0size", "0x18000000");

    private readonly Child _child;
    private readonly HttpClient _http;
    private IReadOnlyList<Service> _silos = [];

    private Service(Child child, int port)
    {
        _child = child;
        Port = port;
        _http = new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(30) };
        _http.DefaultRequestHeaders.Add("X-Api-Key", Population.OperatorKey);
    }

    public int Port { get; }

    /// <summary>Of all its processes.</summary>
    public double CpuSeconds => Processes.CpuOf(_child.Id) + SilosCpuSeconds;

    /// <summary>Of silos that are processes of their own.</summary>
    public double SilosCpuSeconds => _silos.Sum(silo => silo.CpuSeconds);

    public long ResidentBytes => Processes.ResidentOf(_child.Id);

    public HttpClient Http => _http;

    /// <param name="project">The one that makes the program.</param>
    public static async Task<Service> StartAsync(string project, IReadOnlyDictionary<string, string> environment, string log)
    {
        var port = Postgres.FreePort();
        var child = Child.Start(
            "dotnet", [ProgramOf(project), "--urls", $"http://127.0.0.1:{port}"], new Dictionary<string, string>([YoungestGeneration, .. environment]), log);
        var service = new Service(child, port);
        await service.AwaitReadyAsync();
        return service;
    }

    /// <summary>The API, a client of silos that are processes of their own.</summary>
    public static async Task<Service> StartClusterAsync(
        string project, IReadOnlyDictionary<string, string> environment, int silos, string log)
    {
        var started = new List<Service>();
        var ofSilo = new Dictionary<string, string>(environment) { ["Bench__Role"] = "silo" };
        for (var n = 0; n < silos; n++)
        {
            started.Add(await StartAsync(project, ofSilo, $"{log}.silo-{n}"));
        }

        var service = await StartAsync(project, new Dictionary<string, string>(environment) { ["Cashback__Mode"] = "client" }, log);
        service._silos = started;
        return service;
    }

    /// <summary>Where the build puts a project's program: beside this one.</summary>
    public static string ProgramOf(string project)
    {
        var own = Path.GetDirectoryName(typeof(Service).Assembly.Location)!;
        return own.Replace($"{Path.DirectorySeparatorChar}Bench{Path.DirectorySeparatorChar}", $"{Path.DirectorySeparatorChar}{project}{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            + $"{Path.DirectorySeparatorChar}Cashback.{project}.dll";
    }

    /// <summary>Of all its processes together.</summary>
    public async Task<ServiceState> StateAsync()
    {
        var state = (await _http.GetFromJsonAsync<ServiceState>("/bench/state"))!;
        foreach (var silo in _silos)
        {
            state = state.With(await silo.StateAsync());
        }

        return state;
    }

    /// <summary>The state after everything that can be collected was.</summary>
    public async Task<ServiceState> CollectAsync() => await PostAsync<ServiceState>("/bench/collect");

    public async Task<T> PostAsync<T>(string address)
    {
        using var answer = await _http.PostAsync(new Uri(address, UriKind.Relative), null);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!
            : throw new BenchException($"{address} answered {(int)answer.StatusCode}: {text}\n{_child.Tail()}");
    }

    public void Kill()
    {
        _child.Kill();
        foreach (var silo in _silos)
        {
            silo.Kill();
        }
    }

    public string Tail() => _child.Tail();

    public void Dispose()
    {
        _http.Dispose();
        _child.Dispose();
        foreach (var silo in _silos)
        {
            silo.Dispose();
        }
    }

    private async Task AwaitReadyAsync()
    {
        using var over = new CancellationTokenSource(StartPatience);
        while (!over.IsCancellationRequested)
        {
            _child.ThrowIfEnded();
            try
            {
                using var ready = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative), over.Token);
                if (ready.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }

        throw new BenchException($"The service did not get ready.\n{_child.Tail()}");
    }
}
