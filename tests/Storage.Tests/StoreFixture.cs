using System.Data.Common;
using Cashback.Quarantine;
using Cashback.Silo.Hosting;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cashback.Storage.Tests;

/// <summary>The ledger's own provider, or Orleans' ADO.NET provider, which has all other records.</summary>
public enum Provider
{
    Records,
    Ledger,
}

/// <summary>A silo over each database, as it is in service, shared by the tests of a class; each test takes keys of its own.</summary>
public sealed class StoreFixture : IAsyncLifetime
{
    public const string ServiceId = SiloHosting.ServiceId;

    private readonly Dictionary<Database, TestProgramme> _programmes = [];
    private string _postgres = "";
    private int _keys;

    public async ValueTask InitializeAsync()
    {
        _postgres = await LocalPostgres.NewDatabaseAsync();
        _programmes[Database.Sqlite] = await TestProgramme.StartAsync();
        _programmes[Database.Postgres] = await TestProgramme.StartOnPostgresAsync(_postgres);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var programme in _programmes.Values)
        {
            await programme.DisposeAsync();
        }
    }

    public IServiceProvider Services(Database database) => _programmes[database].Services;

    public IGrainStorage Storage(Database database, Provider provider) =>
        Services(database).GetRequiredKeyedService<IGrainStorage>(provider == Provider.Ledger ? StorageNames.Ledger : StorageNames.Records);

    public IReminderTable Reminders(Database database) => Services(database).GetRequiredService<IReminderTable>();

    public DbDataSource Source(Database database) => Services(database).GetRequiredService<DbDataSource>();

    /// <summary>A connection of its own, without the lock and the pool of the silo.</summary>
    public async Task<DbConnection> ConnectAsync(Database database)
    {
        DbConnection connection = database == Database.Postgres
            ? new Npgsql.NpgsqlConnection(_postgres)
            : new Microsoft.Data.Sqlite.SqliteConnection(Services(database).GetRequiredService<SqliteStore>().ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public GrainId NewGrain(string? key = null) => Grain(key ?? $"quar:{Interlocked.Increment(ref _keys)}");

    internal static GrainId Grain(string key) => GrainId.Create("quarantine", key);

    internal static GrainState<Stored<QuarantineEntry>> State(string reason, string? etag = null) =>
        new() { State = new() { Record = Entry(reason) }, ETag = etag, RecordExists = etag is not null };

    internal static QuarantineEntry Entry(string reason) => new()
    {
        Id = "1",
        Message = new QuarantinedMessage("admitad", "postback", new Dictionary<string, string>(), reason),
        State = QuarantineState.Open,
        FirstSeen = DateTimeOffset.UnixEpoch,
        LastSeen = DateTimeOffset.UnixEpoch,
        Count = 1,
    };

    public async Task<string?> ReadReasonAsync(Database database, Provider provider, GrainId grain)
    {
        var state = new GrainState<Stored<QuarantineEntry>> { State = new() };
        await Storage(database, provider).ReadStateAsync(StateNames.Quarantine, grain, state);
        return state.State.Record?.Message.Reason;
    }

    public async Task<long> CountAsync(Database database, string sql)
    {
        await using var connection = await ConnectAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
