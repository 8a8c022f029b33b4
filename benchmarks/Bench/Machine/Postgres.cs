using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Cashback.Benchmarks.Machine;

/// <summary>A PostgreSQL of this command's own, as durable as in production, in a temporary folder.</summary>
internal sealed class Postgres : IDisposable
{
    /// <summary>Named in every report. The first three are PostgreSQL's defaults, and the point of the comparison.</summary>
    public static readonly string[] Settings =
    [
        "fsync=on", "synchronous_commit=on", "full_page_writes=on",
        "shared_buffers=2GB", "wal_buffers=16MB", "min_wal_size=2GB", "max_wal_size=8GB", "checkpoint_timeout=30min",
        "max_connections=200",
    ];

    private readonly Child _server;
    private readonly string _root;

    private Postgres(Child server, int port)
    {
        _server = server;
        _root = $"Host=127.0.0.1;Port={port};Username=postgres;Database=";
    }

    public double CpuSeconds => Processes.CpuOfFamily(_server.Id);

    public string ConnectionTo(string database) => _root + database;

    /// <param name="folder">Its own, to be deleted by whoever made it.</param>
    public static async Task<Postgres> StartAsync(string folder)
    {
        var bin = FindBinaries();
        var data = Path.Combine(folder, "data");
        var log = Path.Combine(folder, "postgres.log");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(log, "");

        // PostgreSQL refuses to run as root.
        string[] asUser = [];
        if (Environment.IsPrivilegedProcess)
        {
            var user = (await File.ReadAllLinesAsync("/etc/passwd")).Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
            asUser = ["setpriv", $"--reuid={user}", "--regid=" + await GroupAsync(user), "--clear-groups"];
            await RunAsync(["chown", "-R", user, folder], log);
        }

        await RunAsync([.. asUser, Path.Combine(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"], log);
        var port = FreePort();
        string[] command =
        [
            .. asUser, Path.Combine(bin, "postgres"), "-D", data, "-k", folder, "-p", port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", .. Settings.SelectMany(setting => (string[])["-c", setting]),
        ];
        var postgres = new Postgres(Child.Start(command[0], command[1..], log: log), port);
        await postgres.AwaitAsync();
        await postgres.FillLogAsync();
        return postgres;
    }

    /// <summary>
    /// A server that has run for a day writes its log into files that are there already; making a new one of 16 MB holds up
    /// every commit. So they are made first, as many as min_wal_size keeps; the next checkpoint makes them ready for use.
    /// </summary>
    private Task FillLogAsync() =>
        ExecuteAsync("postgres", "SELECT pg_logical_emit_message(false, 'bench', repeat('x', 16 * 1024 * 1024)) FROM generate_series(1, 128)");

    public async Task<string> VersionAsync() => (string)(await ScalarAsync("postgres", "SHOW server_version"))!;

    /// <param name="template">The database it begins as a copy of; null: empty.</param>
    public async Task CreateAsync(string database, string? template = null)
    {
        await ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

        // What is copied goes through the log, so that no page of it has to be logged as a whole again before the next
        // checkpoint, which does not come within a run. The same for all that are measured.
        await ExecuteAsync("postgres", "CHECKPOINT");
        await ExecuteAsync("postgres", $"CREATE DATABASE {database}" + (template is null ? "" : $" TEMPLATE {template} STRATEGY wal_log"));
    }

    public Task DropAsync(string database) => ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

    /// <summary>Bytes of log written since the server's first start.</summary>
    public async Task<decimal> LogBytesAsync() => (decimal)(await ScalarAsync("postgres", "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"))!;

    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }

    public async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Not pooled: a database with a session can't be copied or dropped.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string database)
    {
        var connection = new NpgsqlConnection(ConnectionTo(database) + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public void Dispose() => _server.Dispose();

    private async Task AwaitAsync()
    {
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            _server.ThrowIfEnded();
            try
            {
                await VersionAsync();
                return;
            }
            catch (NpgsqlException) when (!over.IsCancellationRequested)
            {
                await Task.Delay(100);
            }
        }
    }

    private static string FindBinaries()
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(
                folder => folder, StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return debian.Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")))
            ?? throw new BenchException("PostgreSQL is missing: install it (apt-get install postgresql).");
    }

    private static async Task<string> GroupAsync(string user) =>
        (await File.ReadAllLinesAsync("/etc/passwd")).Select(line => line.Split(':')).First(fields => fields[0] == user)[3];

    /// <summary>Below the ports that outgoing connections get: one of the load's could take it before the service does.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
            }
        }
    }

    private static async Task RunAsync(string[] command, string log)
    {
        using var child = Child.Start(command[0], command[1..], log: log + ".setup");
        await child.Process.WaitForExitAsync();
        if (child.Process.ExitCode != 0)
        {
            throw new BenchException($"{command[0]} ended with {child.Process.ExitCode}.\n{child.Tail()}");
        }
    }
}
