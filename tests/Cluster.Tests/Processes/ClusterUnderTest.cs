using Cashback.Support;

namespace Cashback.Cluster.Tests.Processes;

/// <summary>Silos and an API as processes, on a real PostgreSQL.</summary>
internal sealed class ClusterUnderTest : IAsyncDisposable
{
    private readonly Dictionary<string, string> _environment;
    private readonly List<ProcessHost> _processes = [];

    private ClusterUnderTest(SmsService sms, WalletService wallet, string database)
    {
        (Sms, Wallet) = (sms, wallet);
        _environment = new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["CASHBACK_POSTGRES"] = database,
            ["Cashback__Storage__Provider"] = "postgres",
            ["Cashback__Secret"] = Convert.ToBase64String(new byte[32]),
            ["Cashback__Cluster__Address"] = "127.0.0.1",
            ["Cashback__Cluster__ProbeTimeout"] = "00:00:01",
            ["Cashback__Facade__Limits__GeneralPerMinute"] = "1000000",
            ["Cashback__Facade__Limits__SignInPerMinute"] = "1000000",
            ["Cashback__Facade__Limits__OperationsPerMinute"] = "1000000",
            ["Cashback__Facade__Limits__CodesPerHour"] = "1000000",
            ["Cashback__Sms__Url"] = sms.Url.ToString(),
            ["Cashback__Programme__QuietHours"] = "none",
            ["Cashback__Programme__UndoMinutes"] = "0",
            ["Cashback__Programme__MessagesPerNumber"] = "1000000",
            ["Cashback__Sms__Login"] = "login",
            ["Cashback__Sms__Password"] = "password",
            ["Cashback__Smtp__Host"] = "127.0.0.1",
            ["Cashback__Smtp__Port"] = $"{Mail.Port}",
            ["Cashback__Smtp__Security"] = "none",
            ["Cashback__Smtp__From"] = "cashback@example.ru",
            ["Cashback__Wallet__Url"] = wallet.Url.ToString(),
            ["Cashback__GatewaySignIn__Keys__key"] = Convert.ToBase64String(Gateway.Key),
        };
    }

    public SmsService Sms { get; }

    public SmtpServer Mail { get; } = SmtpServer.Start();

    public WalletService Wallet { get; }

    public ProcessHost Api { get; private set; } = null!;

    /// <param name="database">Null: a new one of the server that all tests share.</param>
    public static async Task<(ClusterUnderTest Cluster, IReadOnlyList<ProcessHost> Silos)> StartAsync(int silos, string? database = null)
    {
        var cluster = await MakeAsync(database);
        var started = Enumerable.Range(0, silos).Select(_ => cluster.StartSilo()).ToList();
        cluster.Api = cluster.StartApi();
        await cluster.ReadyAsync();
        return (cluster, started);
    }

    /// <summary>Two processes that are silo and API each: the same asked of both is a race between machines.</summary>
    public static async Task<(ClusterUnderTest Cluster, IReadOnlyList<ProcessHost> Both)> StartPairAsync(
        params (string Name, string Value)[] settings)
    {
        var cluster = await MakeAsync(null);
        foreach (var (name, value) in settings)
        {
            cluster._environment[name] = value;
        }

        var both = Enumerable.Range(0, 2).Select(_ => cluster.Start("Api", cluster._environment)).ToList();
        await cluster.ReadyAsync();
        return (cluster, both);
    }

    public ProcessHost StartSilo() => Start("Silo", _environment);

    /// <summary>One more, as a client of the silos.</summary>
    public ProcessHost StartApi() => Start("Api", new(_environment) { ["Cashback__Mode"] = "client" });

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await Sms.DisposeAsync();
        await Wallet.DisposeAsync();
        await Mail.DisposeAsync();
    }

    private static async Task<ClusterUnderTest> MakeAsync(string? database) =>
        new(await SmsService.StartAsync(), await WalletService.StartAsync(), database ?? await LocalPostgres.NewDatabaseAsync());

    // All start at once: whoever comes first migrates, the others wait for it.
    private async Task ReadyAsync()
    {
        try
        {
            await Task.WhenAll(_processes.Select(process => process.ReadyAsync()));
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private ProcessHost Start(string project, Dictionary<string, string> environment)
    {
        var process = ProcessHost.Start(project, environment);
        _processes.Add(process);
        return process;
    }
}
