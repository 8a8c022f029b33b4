using Cashback.Support;

namespace Cashback.Cluster.Tests;

/// <summary>Silos and an API as processes, on a real PostgreSQL.</summary>
internal sealed class ClusterUnderTest : IAsyncDisposable
{
    private readonly Dictionary<string, string> _environment;
    private readonly List<ProcessHost> _processes = [];

    private ClusterUnderTest(SmsService sms, string database)
    {
        Sms = sms;
        _environment = new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["CASHBACK_POSTGRES"] = database,
            ["Cashback__Storage__Provider"] = "postgres",
            ["Cashback__Secret"] = Convert.ToBase64String(new byte[32]),
            ["Cashback__Cluster__Address"] = "127.0.0.1",
            ["Cashback__Cluster__ProbeTimeout"] = "00:00:01",
            ["Cashback__Sms__Url"] = sms.Url.ToString(),
            ["Cashback__Programme__QuietHours"] = "none",
            ["Cashback__Programme__MessagesPerNumber"] = "1000000",
            ["Cashback__Sms__Login"] = "login",
            ["Cashback__Sms__Password"] = "password",
        };
    }

    public SmsService Sms { get; }

    public ProcessHost Api { get; private set; } = null!;

    /// <param name="database">Null: a new one of the server that all tests share.</param>
    public static async Task<(ClusterUnderTest Cluster, IReadOnlyList<ProcessHost> Silos)> StartAsync(int silos, string? database = null)
    {
        var cluster = new ClusterUnderTest(await SmsService.StartAsync(), database ?? await LocalPostgres.NewDatabaseAsync());
        try
        {
            // All at once: whoever comes first migrates, the others wait for it.
            var started = Enumerable.Range(0, silos).Select(_ => cluster.StartSilo()).ToList();
            cluster.Api = cluster.Start("Api", new(cluster._environment) { ["Cashback__Mode"] = "client" });
            await Task.WhenAll(cluster._processes.Select(process => process.ReadyAsync()));
            return (cluster, started);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public ProcessHost StartSilo() => Start("Silo", _environment);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await Sms.DisposeAsync();
    }

    private ProcessHost Start(string project, Dictionary<string, string> environment)
    {
        var process = ProcessHost.Start(project, environment);
        _processes.Add(process);
        return process;
    }
}
