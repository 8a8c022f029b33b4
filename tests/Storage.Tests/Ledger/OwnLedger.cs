using Cashback.Quarantine;
using Cashback.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Serialization.Serializers;
using static Cashback.Storage.Tests.StoreFixture;

namespace Cashback.Storage.Tests.Ledger;

/// <summary>
/// Another instance of the ledger's storage on the silo's database, like that of a second silo. Its batches can be held
/// back, so that a test decides what is in one.
/// </summary>
internal sealed class OwnLedger : IAsyncDisposable
{
    public const string Name = StateNames.Quarantine;

    private OwnLedger(LedgerStorage storage, HeldDatabase database) => (Storage, Database) = (storage, database);

    public LedgerStorage Storage { get; }

    public HeldDatabase Database { get; }

    public static async Task<OwnLedger> StartAsync(IServiceProvider services, LedgerLimits? limits = null, int writers = 1)
    {
        var database = new HeldDatabase(services.GetRequiredService<ILedgerDatabase>(), writers);
        var storage = new LedgerStorage(
            database,
            limits ?? LedgerLimits.Default,
            services.GetRequiredService<LedgerMetrics>(),
            services.GetRequiredService<IActivatorProvider>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>());
        await storage.StartAsync(CancellationToken.None);
        return new(storage, database);
    }

    /// <summary>Runs calls so that all their saves are in one batch.</summary>
    public async Task<Exception?[]> TogetherAsync(params Func<Task>[] saves)
    {
        await BlockAsync();
        var tasks = saves.Select(save => save()).ToList();
        Database.Release();
        var outcomes = new List<Exception?>();
        foreach (var task in tasks)
        {
            outcomes.Add(await Record.ExceptionAsync(() => task));
        }

        return [.. outcomes];
    }

    /// <summary>Holds the writer back with a save of its own; further saves wait in the queue behind it.</summary>
    public async Task BlockAsync()
    {
        Database.Hold();
        _ = Storage.WriteStateAsync(Name, Grain($"quar:block-{Guid.NewGuid():N}"), State("block"));
        await Database.Held;
    }

    public Task WriteAsync(GrainId grain, GrainState<Stored<QuarantineEntry>> state) => Storage.WriteStateAsync(Name, grain, state);

    public async Task<GrainState<Stored<QuarantineEntry>>> ReadAsync(GrainId grain)
    {
        var state = new GrainState<Stored<QuarantineEntry>> { State = new() };
        await Storage.ReadStateAsync(Name, grain, state);
        return state;
    }

    public async Task<string?> ReasonAsync(GrainId grain) => (await ReadAsync(grain)).State!.Record?.Message.Reason;

    public async ValueTask DisposeAsync()
    {
        Database.Release();
        await Storage.StopAsync(CancellationToken.None);
        Storage.Dispose();
    }
}

/// <summary>A real database whose saves can be held back.</summary>
internal sealed class HeldDatabase(ILedgerDatabase real, int writers) : ILedgerDatabase
{
    private TaskCompletionSource _release = Completed();
    private TaskCompletionSource _held = new();

    public int Writers => writers;

    public bool Blocks => false;

    public int Opened { get; private set; }

    /// <summary>Rows of each batch so far.</summary>
    public List<int> Batches { get; } = [];

    /// <summary>Batches of which each save was retried alone.</summary>
    public int Retried { get; private set; }

    /// <summary>Ends when a batch is held back.</summary>
    public Task Held => _held.Task;

    public void Hold() =>
        (_release, _held) =
            (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));

    public void Release() => _release.TrySetResult();

    public ILedgerSession NewSession() => new HeldSession(this, real.NewSession());

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    private sealed class HeldSession(HeldDatabase held, ILedgerSession real) : ILedgerSession
    {
        public async ValueTask OpenAsync(CancellationToken cancellation)
        {
            await real.OpenAsync(cancellation);
            held.Opened++;
        }

        public ValueTask CloseAsync() => real.CloseAsync();

        public async ValueTask<int> SaveAsync(IReadOnlyList<Save> batch)
        {
            lock (held.Batches)
            {
                held.Batches.Add(batch.Sum(save => save.Rows));
            }

            held._held.TrySetResult();
            await held._release.Task;
            var alone = await real.SaveAsync(batch);
            held.Retried += alone > 0 ? 1 : 0;
            return alone;
        }

        public ValueTask ClearAsync(Save clear) => real.ClearAsync(clear);

        public ValueTask ReadAsync(IReadOnlyList<Read> batch) => real.ReadAsync(batch);
    }
}
