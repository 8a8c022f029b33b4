using System.Diagnostics;
using Npgsql;

namespace Cashback.Support;

/// <summary>A backup by <c>pg_dump</c>, restored by <c>pg_restore</c>.</summary>
public static class PostgresDump
{
    /// <returns>The connection string of a new database that holds what the given one held.</returns>
    public static async Task<string> CopyAsync(string connectionString)
    {
        var file = Path.GetTempFileName();
        try
        {
            await RunAsync("pg_dump", connectionString, "--format=custom", $"--file={file}");
            var restored = await LocalPostgres.NewDatabaseAsync();
            await RunAsync("pg_restore", restored, $"--dbname={new NpgsqlConnectionStringBuilder(restored).Database}", "--exit-on-error", file);
            return restored;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task RunAsync(string program, string connectionString, params string[] arguments)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        var info = new ProcessStartInfo(Path.Combine(LocalPostgres.FindBinaries(), program), arguments) { RedirectStandardError = true };
        info.Environment["PGHOST"] = target.Host;
        info.Environment["PGPORT"] = $"{target.Port}";
        info.Environment["PGUSER"] = target.Username;
        info.Environment["PGPASSWORD"] = target.Password;
        info.Environment["PGDATABASE"] = target.Database;
        using var process = Process.Start(info)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors}");
        }
    }
}
