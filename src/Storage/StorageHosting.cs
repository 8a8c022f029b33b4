using System.Data.Common;
using Cashback.Queries;
using Cashback.Reconciliations;
using Cashback.Storage.Development;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cashback.Storage;

/// <summary>The store of record of a process, silo or client: its connections, its preparation, its queries, its health.</summary>
internal static class StorageHosting
{
    /// <summary>Prepared statements and a bounded pool nearly double the throughput of PostgreSQL.</summary>
    private const int PoolSizeMax = 32;
    private const int AutoPrepareMax = 64;

    public static void AddCashbackStorage(this IHostApplicationBuilder builder, StorageSettings settings)
    {
        builder.Services.AddSingleton(settings);
        builder.Services.AddTransient<ISeenLines, SeenLines>();
        if (settings.IsSqlite)
        {
            builder.AddSqlite(settings);
        }
        else
        {
            builder.AddPostgres(settings);
        }

        builder.Services.AddHostedService(provider => provider.GetRequiredService<StoragePreparation>());
        builder.Services.AddSingleton<StorageHealth>();
        builder.Services.AddHealthChecks().AddCheck<StorageHealth>("storage", tags: ["ready"]);
    }

    private static void AddSqlite(this IHostApplicationBuilder builder, StorageSettings settings)
    {
        var services = builder.Services;
        services.AddSingleton(_ => DataFolder.Open(settings.Data));
        services.AddSingleton(provider => new SqliteStore(provider.GetRequiredService<DataFolder>().Database));
        services.AddSingleton<DbDataSource>(provider => provider.GetRequiredService<SqliteStore>());
        services.AddSingleton<StoragePreparation, SqlitePreparation>();

        // Queries don't take the store's lock: with a write-ahead log readers and the writer do not wait for each other.
        services.AddQueries(provider =>
            SqliteFactory.Instance.CreateDataSource(provider.GetRequiredService<SqliteStore>().ConnectionString));

        if (!builder.Environment.IsDevelopment())
        {
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton(provider => new ProgrammeClock(provider.GetRequiredService<SqliteStore>()));
            return;
        }

        services.AddSingleton<AdjustableClock>();
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<AdjustableClock>());
        services.AddSingleton<ProgrammeClock>();
    }

    private static void AddPostgres(this IHostApplicationBuilder builder, StorageSettings settings)
    {
        var connection = new NpgsqlConnectionStringBuilder(settings.Postgres)
        {
            MaxAutoPrepare = AutoPrepareMax,
            AutoPrepareMinUsages = 2,
            ApplicationName = "cashback",
        };
        if (!connection.ContainsKey("Maximum Pool Size"))
        {
            connection.MaxPoolSize = PoolSizeMax;
        }

        var services = builder.Services;
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(connection.ConnectionString).Build());
        services.AddSingleton<DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        services.AddSingleton<StoragePreparation, PostgresPreparation>();
        services.AddQueries(provider => provider.GetRequiredService<NpgsqlDataSource>());
        services.AddSingleton(TimeProvider.System);
    }

    private static void AddQueries(this IServiceCollection services, Func<IServiceProvider, DbDataSource> database)
    {
        services.AddSingleton<IRecordQueries>(provider => new RecordQueries(database(provider)));
        services.AddSingleton<IAuditQueries>(provider => new AuditQueries(database(provider)));
        services.AddSingleton<IQuarantineQueries>(provider => new QuarantineQueries(database(provider)));
        services.AddSingleton<IRecordJournal>(provider => new RecordJournal(database(provider)));
        services.AddSingleton<IJournalQueries>(provider => new JournalQueries(JournalReader.Of(database(provider))));
        services.AddSingleton(provider => new StoredRecords(database(provider)));
    }
}
