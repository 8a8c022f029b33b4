using System.Diagnostics;

namespace Cashback.Support;

/// <summary>A file system of a few megabytes in memory, which a test fills up. Mounting it needs root.</summary>
public sealed class SmallDisk : IDisposable
{
    private const int Block = 4096;
    private readonly string _filler;

    private SmallDisk(string folder)
    {
        Folder = folder;
        _filler = Path.Combine(folder, "filler");
    }

    public string Folder { get; }

    /// <param name="user">Whose it is.</param>
    /// <returns>Null: this process may not mount anything.</returns>
    public static SmallDisk? TryMount(int megabytes, string? user = null)
    {
        var folder = Directory.CreateTempSubdirectory("cashback-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) && (user is null || Run("chown", user, folder)))
        {
            return new SmallDisk(folder);
        }

        Directory.Delete(folder);
        return null;
    }

    /// <summary>Leaves no space on it.</summary>
    public void Fill()
    {
        using var filler = new FileStream(_filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                filler.Write(new byte[Block]);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> has taken.</summary>
    public void Free() => File.Delete(_filler);

    public void Dispose()
    {
        // Lazily: a server that is about to end may still have files open.
        if (Run("umount", "--lazy", Folder))
        {
            Directory.Delete(Folder);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
