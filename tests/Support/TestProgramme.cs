using Cashback.Programme;
using Cashback.Silo.Clock;
using Cashback.Silo.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cashback.Support;

/// <summary>
/// The real silo in this process: SQLite in a temporary folder (or PostgreSQL), the real storage and reminders, sandboxes
/// outside, the programme's clock to move, and storage that fails when told to.
/// <code>await using var programme = await TestProgramme.StartAsync();</code>
/// </summary>
public sealed class TestProgramme : IAsyncDisposable
{
    /// <summary>Unless a test says otherwise its messages go out at any hour, and there can be many.</summary>
    public const string QuietHours = "Cashback:Programme:QuietHours";
    public const string MessagesPerNumber = "Cashback:Programme:MessagesPerNumber";

    private readonly string? _folder;
    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IHostApplicationBuilder>? _configure;
    private IHost _host = null!;

    private TestProgramme(string? folder, Dictionary<string, string?> settings, Action<IHostApplicationBuilder>? configure)
    {
        _folder = folder;
        _settings = settings;
        _configure = configure;
    }

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>Failures to come. They outlive a restart.</summary>
    public StorageFaults Faults { get; } = new();

    /// <summary>The programme's clock; on PostgreSQL the system's.</summary>
    public TimeProvider Clock => Services.GetRequiredService<TimeProvider>();

    public DateTimeOffset Now => Clock.GetUtcNow();

    public ProgrammeSettings Settings => Services.GetRequiredService<ProgrammeSettings>();

    public ProgrammeCalendar Calendar => Services.GetRequiredService<ProgrammeCalendar>();

    /// <param name="configure">For services or settings of the test's own, after the silo's.</param>
    /// <param name="settings">Settings by their full name, <c>Cashback:Programme:MonthlyCap</c>.</param>
    public static async Task<TestProgramme> StartAsync(
        Action<IHostApplicationBuilder>? configure = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("cashback-test-").FullName;
        var all = new Dictionary<string, string?> { ["Cashback:Storage:Data"] = folder, [QuietHours] = "none", [MessagesPerNumber] = "1000" };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
        {
            all[name] = value;
        }

        return await StartAsync(new TestProgramme(folder, all, configure));
    }

    /// <summary>On PostgreSQL: the clock is the system's and can't be moved.</summary>
    public static async Task<TestProgramme> StartOnPostgresAsync(
        string connectionString, Action<IHostApplicationBuilder>? configure = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var all = new Dictionary<string, string?>
        {
            ["Cashback:Storage:Provider"] = StorageSettings.PostgreSql,
            ["Cashback:Storage:Postgres"] = connectionString,
            ["Cashback:Cluster:Address"] = "127.0.0.1",
            ["Cashback:Secret"] = Convert.ToBase64String(new byte[32]),
            [QuietHours] = "none",
            [MessagesPerNumber] = "1000",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
        {
            all[name] = value;
        }

        return await StartAsync(new TestProgramme(null, all, configure));
    }

    /// <summary>Moves the clock; returns when everything that fell due on the way has been acted on.</summary>
    public Task AdvanceAsync(TimeSpan by) => Services.GetRequiredService<ClockDriver>().AdvanceAsync(by, CancellationToken.None);

    /// <summary>Moves the clock to a time to come.</summary>
    public Task AdvanceToAsync(DateTimeOffset time) => AdvanceAsync(time - Now);

    /// <summary>Moves the clock and nothing else, as if the cluster had been down meanwhile: what fell due was missed.</summary>
    public Task SkipAsync(TimeSpan by) => Services.GetRequiredService<ProgrammeClock>().MoveToAsync(Now + by, CancellationToken.None);

    /// <summary>Stops the silo and starts a new one over the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await BuildAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task<TestProgramme> StartAsync(TestProgramme programme)
    {
        try
        {
            await programme.BuildAsync();
            return programme;
        }
        catch
        {
            if (programme._folder is not null)
            {
                Directory.Delete(programme._folder, recursive: true);
            }

            throw;
        }
    }

    private async Task BuildAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.AddCashbackSilo();
        builder.Logging.AddFilter("Orleans", LogLevel.Error).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        Faults.PutOver(builder.Services);
        _configure?.Invoke(builder);
        _host = builder.Build();
        try
        {
            await _host.StartAsync();
        }
        catch
        {
            _host.Dispose();
            throw;
        }
    }

    private async Task StopAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
