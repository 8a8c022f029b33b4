using System.Globalization;

namespace Cashback.Benchmarks.Machine;

/// <summary>What the kernel tells of processes.</summary>
internal static class Processes
{
    // The clock tick of /proc is a hundredth of a second on every Linux that .NET runs on.
    private const double Tick = 100;

    /// <summary>Seconds of processor time of a process, its threads included.</summary>
    public static double CpuOf(int process) => Stat(process) is { } stat ? (Number(stat, 13) + Number(stat, 14)) / Tick : 0;

    /// <summary>Of a process, its children, and those of its children that have ended.</summary>
    public static double CpuOfFamily(int parent)
    {
        if (Stat(parent) is not { } own)
        {
            return 0;
        }

        var ended = (Number(own, 15) + Number(own, 16)) / Tick;
        return CpuOf(parent) + ended + Children(parent).Sum(CpuOf);
    }

    /// <summary>Bytes of memory that a process holds.</summary>
    public static long ResidentOf(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private static IEnumerable<int> Children(int parent) =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where name.All(char.IsAsciiDigit)
        let process = int.Parse(name, CultureInfo.InvariantCulture)
        where Stat(process) is { } stat && Number(stat, 3) == parent
        select process;

    // The name stands in parentheses and may hold spaces: the fields are counted after it. Null: the process has ended.
    private static string[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var name = text.LastIndexOf(')');
            return ["", "", .. text[(name + 2)..].Split(' ')];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Number(string[] stat, int field) => long.Parse(stat[field], CultureInfo.InvariantCulture);
}
