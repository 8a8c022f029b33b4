using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Cashback.Storage;

internal static class DatabaseQueries
{
    /// <summary>A command with its parameters, for a database of either kind.</summary>
    /// <param name="sql">Put together of constants; values are parameters.</param>
    [SuppressMessage("Security", "CA2100", Justification = "Put together of constants; values are parameters.")]
    public static DbCommand Query(this DbDataSource database, string sql, params IEnumerable<(string Name, object Value)> values) =>
        With(database.CreateCommand(sql), values);

    /// <inheritdoc cref="Query(DbDataSource, string, IEnumerable{ValueTuple{string, object}})"/>
    [SuppressMessage("Security", "CA2100", Justification = "Put together of constants; values are parameters.")]
    public static DbCommand Query(this DbConnection connection, string sql, params IEnumerable<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return With(command, values);
    }

    private static DbCommand With(DbCommand command, IEnumerable<(string Name, object Value)> values)
    {
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>A time as the value of a parameter.</summary>
    public static object ValueOf(this DbDataSource database, DateTimeOffset time) =>
        database is NpgsqlDataSource ? time.ToUniversalTime() : SqliteStore.TextOf(time);
}
