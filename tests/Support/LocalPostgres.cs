using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Cashback.Support;

/// <summary>
/// A real PostgreSQL for tests: the one of <c>CASHBACK_TEST_POSTGRES</c>, or one of this machine's own, started once per test
/// process in a temporary folder as an unprivileged user and stopped at exit. Each test takes a fresh database.
/// </summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    private static readonly Lazy<Task<LocalPostgres>> Server = new(StartAsync);
    private static int _databases;

    private readonly string _connectionString;
    private readonly Func<string[], Task> _control;
    private readonly Action _remove;

    private LocalPostgres(string connectionString, Func<string[], Task>? control = null, Action? remove = null)
    {
        _connectionString = connectionString;
        _control = control ?? (_ => throw new InvalidOperationException("This server is not ours to stop."));
        _remove = remove ?? (() => { });
    }

    /// <summary>Whose processes a server of <see cref="StartOwnAsync"/> are, if not this user's.</summary>
    public static string? User => Environment.IsPrivilegedProcess ? UnprivilegedUser() : null;

    /// <summary>A server of the caller's own, which it may crash; to be disposed of.</summary>
    public static Task<LocalPostgres> StartOwnAsync() => StartNewAsync();

    /// <returns>The connection string of a database of this server that nobody has used yet.</returns>
    public Task<string> CreateDatabaseAsync() => CreateDatabaseAsync(this);

    /// <summary>Stops it as a crash would, and starts it again: it recovers from its log.</summary>
    public async Task CrashAndRestartAsync()
    {
        await CrashAsync();
        await RestartAsync();
    }

    /// <summary>Stops it as a crash would.</summary>
    public Task CrashAsync() => _control(["-m", "immediate", "stop"]);

    public Task RestartAsync() => _control(["-w", "-t", "60", "start"]);

    public async ValueTask DisposeAsync()
    {
        await _control(["-m", "immediate", "stop"]);
        _remove();
    }

    /// <returns>The connection string of a database that nobody has used yet.</returns>
    public static async Task<string> NewDatabaseAsync() => await CreateDatabaseAsync(await Server.Value);

    private static async Task<string> CreateDatabaseAsync(LocalPostgres server)
    {
        var name = $"cashback_test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(server._connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"DROP DATABASE IF EXISTS {name} WITH (FORCE); CREATE DATABASE {name}";
        foreach (var statement in command.CommandText.Split("; "))
        {
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }

        return new NpgsqlConnectionStringBuilder(server._connectionString) { Database = name }.ConnectionString;
    }

    private static async Task<LocalPostgres> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("CASHBACK_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return new(given);
        }

        var server = await StartNewAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(20));
        return server;
    }

    private static async Task<LocalPostgres> StartNewAsync()
    {
        var bin = FindBinaries();
        var folder = Directory.CreateTempSubdirectory("cashback-postgres-").FullName;
        var user = User;
        if (user is not null)
        {
            await RunAsync("chown", user, folder);
        }

        var data = Path.Combine(folder, "data");
        await RunAsAsync(user, Path.Combine(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        var port = FreePort();

        // Tests do not pull the plug on the machine, so the disk need not be waited for; nothing else differs.
        string[] always =
        [
            "-D", data, "-l", Path.Combine(folder, "log"),
            "-o", $"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300",
        ];
        Task ControlAsync(string[] arguments) => RunAsAsync(user, Path.Combine(bin, "pg_ctl"), [.. always, .. arguments]);
        await ControlAsync(["-w", "-t", "60", "start"]);
        return new(
            $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres", ControlAsync, () => RemoveInBackground(folder));
    }

    // Hundreds of databases take longer to delete than the ten seconds that the test runner gives a process to end.
    private static void RemoveInBackground(string folder) =>
        Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec rm -rf \"$1\" >/dev/null 2>&1", "sh", folder]))?.Dispose();

    internal static string FindBinaries()
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(
                folder => folder, StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return debian.Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")))
            ?? throw new InvalidOperationException(
                "These tests need PostgreSQL: install it (apt-get install postgresql), or set CASHBACK_TEST_POSTGRES to the connection string of one.");
    }

    // PostgreSQL refuses to run as root.
    private static string UnprivilegedUser() =>
        File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).FirstOrDefault(name => name == "postgres") ?? "nobody";

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static Task RunAsAsync(string? user, string program, params string[] arguments) =>
        user is null ? RunAsync(program, arguments) : RunAsync("setpriv", [$"--reuid={user}", $"--regid={user}", "--clear-groups", program, .. arguments]);

    // Output goes nowhere: a server that inherits a pipe would keep it open for good.
    private static async Task RunAsync(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        info.ArgumentList.Add("-c");
        info.ArgumentList.Add("exec \"$@\" >/dev/null 2>&1");
        info.ArgumentList.Add("sh");
        info.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        using var process = Process.Start(info)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
