using System.Security.Cryptography;
using Cashback.Programme;

namespace Cashback.Storage;

/// <summary>
/// The folder of the embedded default: cashback.db, and in Development the installation's secret. One process at a time.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream taken)
    {
        Path = path;
        _lock = taken;
    }

    public string Path { get; }

    public string Database => System.IO.Path.Combine(Path, "cashback.db");

    /// <exception cref="StartupException">It can't be written, or another process works in it.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            OwnFiles.MakeFolder(full, "cashback.db", "cashback.lock");
            var probe = System.IO.Path.Combine(full, ".probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The data folder {full} can't be written: {e.Message} Make it writable, or choose another (--data, Cashback:Storage:Data).", e);
        }

        var taken = FileLock.TryTake(System.IO.Path.Combine(full, "cashback.lock"))
            ?? throw new StartupException(
                $"The data folder {full} is in use by another process. Stop that one, or choose another folder (--data, Cashback:Storage:Data).");
        OwnFiles.MakeFile(System.IO.Path.Combine(full, "cashback.db"));
        return new DataFolder(full, taken);
    }

    /// <summary>The secret of a Development installation, base64: made at the first start, readable by its owner only.</summary>
    public string DevelopmentSecret()
    {
        var file = System.IO.Path.Combine(Path, "secret");
        if (!File.Exists(file))
        {
            using var writer = new StreamWriter(file, OwnFiles.Options(FileMode.CreateNew, FileAccess.Write, FileShare.None));
            writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }

        return File.ReadAllText(file).Trim();
    }

    public void Dispose() => _lock.Dispose();
}
