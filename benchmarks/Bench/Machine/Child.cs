using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cashback.Benchmarks.Machine;

/// <summary>A process that ends with this one, whatever ends it.</summary>
internal sealed class Child : IDisposable
{
    private const int Interrupt = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly Lock Gate = new();
    private static readonly List<Child> Living = [];
    private readonly string? _log;

    private Child(Process process, string? log)
    {
        Process = process;
        _log = log;
        lock (Gate)
        {
            Living.Add(this);
        }
    }

    public Process Process { get; }

    public int Id => Process.Id;

    /// <param name="log">Where what it writes goes to; null: this process reads and writes its lines.</param>
    public static Child Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? log = null)
    {
        // A shell puts the output into the file: a pipe would cost this process's time for each line.
        var info = log is null
            ? new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true }
            : new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", "exec \"$@\" >\"$0\" 2>&1", log, program } };
        info.WorkingDirectory = "/";
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        return new(Process.Start(info)!, log);
    }

    public void ThrowIfEnded()
    {
        if (Process.HasExited)
        {
            throw new BenchException($"{Process.StartInfo.FileName} ended with {Process.ExitCode}.\n{Tail()}");
        }
    }

    /// <summary>The end of what it wrote.</summary>
    public string Tail() => _log is null || !File.Exists(_log) ? "" : string.Join('\n', File.ReadLines(_log).TakeLast(30));

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill() => Process.Kill(entireProcessTree: true);

    /// <summary>Asks it to end, as Ctrl-C would; kills it if it does not.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (!Living.Remove(this))
            {
                return;
            }
        }

        if (!Process.HasExited)
        {
            _ = SendSignal(Id, Interrupt);
            if (!Process.WaitForExit(Patience))
            {
                Process.Kill(entireProcessTree: true);
            }
        }

        Process.Dispose();
    }

    /// <summary>Ends all that were started, the youngest first.</summary>
    public static void EndAll()
    {
        Child[] all;
        lock (Gate)
        {
            all = [.. Living];
        }

        foreach (var child in all.Reverse())
        {
            child.Dispose();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}

/// <summary>The command can't go on; the message says why.</summary>
internal sealed class BenchException(string message) : Exception(message);
