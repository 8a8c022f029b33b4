using System.Data.Common;
using Cashback.Support;

namespace Cashback.Storage.Tests.Records;

/// <summary>The statement itself, overlapping on two connections, as two activations of one grain could send it.</summary>
public sealed class FirstWriteTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task Second_of_two_overlapping_first_writes_waits_and_gets_no_version()
    {
        var sql = await WriteStatementAsync(Database.Postgres);
        await using var winner = await stores.ConnectAsync(Database.Postgres);
        await using var loser = await stores.ConnectAsync(Database.Postgres);
        await using var transaction = await winner.BeginTransactionAsync();

        var first = await Command(winner, sql, "quar:overlap").ExecuteScalarAsync();
        var second = Command(loser, sql, "quar:overlap").ExecuteScalarAsync();
        Assert.False(second.IsCompleted);
        await transaction.CommitAsync();

        Assert.Equal(1, first);
        Assert.Equal(DBNull.Value, await second);
        Assert.Equal(1, await stores.CountAsync(Database.Postgres, "SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString = 'quar:overlap'"));
    }

    [Fact]
    public async Task First_writes_from_two_connections_to_one_file_leave_one_row_a_key()
    {
        const int Keys = 50;
        var sql = await WriteStatementAsync(Database.Sqlite);

        async Task<int> WinAsync()
        {
            await using var connection = await stores.ConnectAsync(Database.Sqlite);
            var won = 0;
            for (var key = 0; key < Keys; key++)
            {
                won += await Command(connection, sql, $"quar:race-{key}").ExecuteScalarAsync() is null ? 0 : 1;
            }

            return won;
        }

        var wins = await Task.WhenAll(Task.Run(WinAsync), Task.Run(WinAsync));

        Assert.Equal(Keys, wins.Sum());
        Assert.Equal(Keys, await stores.CountAsync(Database.Sqlite, "SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString LIKE 'quar:race-%'"));
    }

    private async Task<string> WriteStatementAsync(Database database)
    {
        await using var connection = await stores.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT QueryText FROM OrleansQuery WHERE QueryKey = 'WriteToStorageKey'";
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static DbCommand Command(DbConnection connection, string sql, string key)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value, type) in new (string, object, System.Data.DbType)[]
        {
            ("GrainIdHash", key.Length, System.Data.DbType.Int32), ("GrainTypeHash", 1, System.Data.DbType.Int32),
            ("GrainIdN0", 0L, System.Data.DbType.Int64), ("GrainIdN1", 0L, System.Data.DbType.Int64),
            ("GrainTypeString", "quarantine", System.Data.DbType.String), ("GrainIdExtensionString", key, System.Data.DbType.String),
            ("ServiceId", "race", System.Data.DbType.String), ("GrainStateVersion", DBNull.Value, System.Data.DbType.Int32),
            ("PayloadBinary", "{}"u8.ToArray(), System.Data.DbType.Binary),
        })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value, parameter.DbType) = (name, value, type);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
