namespace Cashback.Storage;

/// <summary>Files that nobody but the process's user may read: the store, its lock, its secret.</summary>
internal static class OwnFiles
{
    private const UnixFileMode FileOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderOwner = FileOwner | UnixFileMode.UserExecute;

    public static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows() && mode is not FileMode.Open)
        {
            options.UnixCreateMode = FileOwner;
        }

        return options;
    }

    /// <summary>
    /// Makes the folder if it is not there. One that somebody else made, and that holds nothing of ours yet, keeps its mode.
    /// </summary>
    public static void MakeFolder(string path, params ReadOnlySpan<string> ours)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, FolderOwner);
            return;
        }

        foreach (var file in ours)
        {
            if (File.Exists(Path.Combine(path, file)))
            {
                Close(path, FolderOwner);
            }
        }
    }

    /// <summary>Makes the file if it is not there; what other programs write beside it then takes its mode.</summary>
    public static void MakeFile(string path)
    {
        new FileStream(path, Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite)).Dispose();
        Close(path, FileOwner);
    }

    // Another user's, on a volume that came with its own modes: it is left as it is.
    private static void Close(string path, UnixFileMode mode)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) is var known && (known & ~mode) != 0)
            {
                File.SetUnixFileMode(path, known & mode);
            }
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
