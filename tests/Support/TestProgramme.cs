using Cashback.Programme;
using Cashback.Silo.Development;
using Cashback.Silo.Hosting;
using Cashback.Storage.Development;
using Cashback.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cashback.Support;

/// <summary>
/// The real silo in this process: SQLite in a temporary folder or PostgreSQL, the real storage and reminders, sandboxes
/// outside, the programme's clock to move, and storage that fails when told to.
/// <code>await using var programme = await TestProgramme.StartAsync();</code>
/// </summary>
public sealed class TestProgramme : IAsyncDisposable
{
    /// <summary>Unless a test says otherwise its messages go out at any hour, and there can be many.</summary>
    public const string QuietHours = "Cashback:Programme:QuietHours";
    public const string MessagesPerNumber = "Cashback:Programme:MessagesPerNumber";

    /// <summary>Unless a test says otherwise leaving takes effect at once.</summary>
    public const string UndoMinutes = "Cashback:Programme:UndoMinutes";

    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IHostApplicationBuilder>? _configure;
    private readonly Func<Task> _remove;
    private IHost _host = null!;

    private TestProgramme(Dictionary<string, string?> settings, Action<IHostApplicationBuilder>? configure, Func<Task> remove)
    {
        _settings = settings;
        _configure = configure;
        _remove = remove;
    }

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>Failures to come. They outlive a restart.</summary>
    public StorageFaults Faults { get; } = new();

    /// <summary>The programme's clock; of <see cref="StartOnPostgresAsync"/> the system's.</summary>
    public TimeProvider Clock => Services.GetRequiredService<TimeProvider>();

    public DateTimeOffset Now => Clock.GetUtcNow();

    public ProgrammeSettings Settings => Services.GetRequiredService<ProgrammeSettings>();

    public ProgrammeCalendar Calendar => Services.GetRequiredService<ProgrammeCalendar>();

    /// <summary>On either database, with a clock to move: flows that must hold on both.</summary>
    public static async Task<TestProgramme> StartAsync(
        Database database, Action<IHostApplicationBuilder>? configure = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        if (database == Database.Sqlite)
        {
            return await StartAsync(configure, settings);
        }

        var pooled = await PooledDatabases.TakeAsync();
        var clock = new AdjustableClock();
        return await StartAsync(new TestProgramme(
            Postgres(pooled, settings),
            builder =>
            {
                PostgresClock.Add(builder.Services, clock);
                configure?.Invoke(builder);
            },
            () => PooledDatabases.GiveBackAsync(pooled)));
    }

    /// <param name="configure">For services or settings of the test's own, after the silo's.</param>
    /// <param name="settings">Settings by their full name, <c>Cashback:Programme:MonthlyCap</c>.</param>
    public static Task<TestProgramme> StartAsync(
        Action<IHostApplicationBuilder>? configure = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("cashback-test-").FullName;
        var all = With(settings, new() { ["Cashback:Storage:Data"] = folder });
        return StartAsync(new TestProgramme(all, configure, () =>
        {
            Directory.Delete(folder, recursive: true);
            return Task.CompletedTask;
        }));
    }

    /// <summary>On PostgreSQL as in service: the clock is the system's and can't be moved.</summary>
    public static Task<TestProgramme> StartOnPostgresAsync(
        string connectionString,
        Action<IHostApplicationBuilder>? configure = null,
        IReadOnlyDictionary<string, string?>? settings = null) =>
        StartAsync(new TestProgramme(Postgres(connectionString, settings), configure, () => Task.CompletedTask));

    /// <summary>Moves the clock; returns when everything that fell due on the way has been acted on.</summary>
    public Task AdvanceAsync(TimeSpan by) => Services.GetService<PostgresClock>() is { } clock
        ? clock.AdvanceAsync(by)
        : Services.GetRequiredService<ClockDriver>().AdvanceAsync(by, CancellationToken.None);

    /// <summary>Moves the clock to a time to come.</summary>
    public Task AdvanceToAsync(DateTimeOffset time) => AdvanceAsync(time - Now);

    /// <summary>Moves the clock and nothing else, as if the cluster had been down meanwhile: what fell due was missed.</summary>
    public async Task SkipAsync(TimeSpan by)
    {
        if (Services.GetService<PostgresClock>() is { } clock)
        {
            clock.MoveTo(Now + by);
            return;
        }

        await Services.GetRequiredService<ProgrammeClock>().MoveToAsync(Now + by, CancellationToken.None);
    }

    /// <summary>Stops the silo and starts a new one over the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await BuildAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _remove();
    }

    private static Dictionary<string, string?> Postgres(string connectionString, IReadOnlyDictionary<string, string?>? settings) =>
        With(settings, new()
        {
            ["Cashback:Storage:Provider"] = StorageSettings.PostgreSql,
            ["Cashback:Storage:Postgres"] = connectionString,
            ["Cashback:Cluster:Address"] = "127.0.0.1",
            ["Cashback:Secret"] = Convert.ToBase64String(new byte[32]),
        });

    private static Dictionary<string, string?> With(IReadOnlyDictionary<string, string?>? settings, Dictionary<string, string?> all)
    {
        (all[QuietHours], all[MessagesPerNumber], all[UndoMinutes]) = ("none", "1000", "0");
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
        {
            all[name] = value;
        }

        return all;
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
            await programme._remove();
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
            _host.Services.CheckSettings();
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
