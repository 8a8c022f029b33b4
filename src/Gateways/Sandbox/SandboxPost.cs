using System.Text.Json;
using Cashback.Storage;

namespace Cashback.Gateways;

/// <summary>
/// Puts what is sent into the sandbox outbox, and into the file <c>Cashback:Sandbox:SmsFile</c> if it is set, a JSON line
/// each: the processes of a cluster in Development have no common outbox. They lock the file, so that every line is whole.
/// </summary>
internal sealed class SandboxPost(SandboxOutbox outbox, IConfiguration configuration)
{
    public const string FileSetting = "Cashback:Sandbox:SmsFile";

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);
    private readonly Lock _file = new();

    public bool Has(string messageId) => outbox.Has(messageId);

    /// <returns>False if it was sent before.</returns>
    public bool Put(string messageId, SandboxLetter letter)
    {
        var added = outbox.Add(messageId, letter);
        if (added && configuration[FileSetting] is { Length: > 0 } file)
        {
            lock (_file)
            {
                using var locked = FileLock.Wait(file + ".lock", LockTimeout);
                File.AppendAllText(file, JsonSerializer.Serialize(letter, Readable) + "\n");
            }
        }

        return added;
    }
}
