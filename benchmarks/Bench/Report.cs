using System.Runtime.InteropServices;
using System.Text;
using Cashback.Benchmarks.Machine;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace Cashback.Benchmarks;

/// <summary>What every report says of where and how it was measured.</summary>
internal static class Report
{
    public static async Task<string> SettingsAsync(Postgres postgres)
    {
        var version = await postgres.VersionAsync();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024 * 1024);
        return string.Concat(
            $"{DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores ({ProcessorName()}), {memory} GB, {RuntimeInformation.OSDescription}, ",
            $".NET {Environment.Version} with server GC, PostgreSQL {version} ({string.Join(", ", Postgres.Settings)}). ",
            "Service, database and load generator share the machine.");
    }

    /// <summary>
    /// Writes the report, or puts it into its place in a document: between <c>bench NAME</c> and <c>bench end</c>, as comments.
    /// </summary>
    public static async Task SaveAsync(string file, string command, string report)
    {
        var begin = $"<!-- bench {command} -->\n";
        const string End = "<!-- bench end -->";
        if (File.Exists(file))
        {
            var text = await File.ReadAllTextAsync(file);
            var from = text.IndexOf(begin, StringComparison.Ordinal);
            var to = from < 0 ? -1 : text.IndexOf(End, from, StringComparison.Ordinal);
            if (to >= 0)
            {
                report = $"{text[..(from + begin.Length)]}\n{report}\n{text[to..]}";
            }
        }

        await File.WriteAllTextAsync(file, report);
    }

    private static string ProcessorName()
    {
        var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal));
        return line?.Split(':', 2)[1].Trim() ?? "unknown";
    }
}

/// <summary>A report in the making.</summary>
internal sealed class Markdown
{
    private readonly StringBuilder _text = new();

    /// <summary>A line made of these parts.</summary>
    public void Line(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            _text.Append(part);
        }

        _text.Append('\n');
    }

    public override string ToString() => _text.ToString();
}

/// <summary>Lines that tell how far the command is; the report alone goes to the output.</summary>
internal static class Progress
{
    public static void Tell(string line) =>
        Console.Error.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss} {line}");
}

/// <summary>The command's temporary folder; gone when it ends.</summary>
internal sealed class Workspace : IDisposable
{
    public Workspace()
    {
        Folder = Directory.CreateTempSubdirectory("cashback-bench-").FullName;

        // PostgreSQL runs as another user and has to reach its own folder below.
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_001_001);
    }

    public string Folder { get; }

    public string FolderFor(string name) => Path.Combine(Folder, name);

    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
