using System.Text.Json;
using Cashback.Messages;

namespace Cashback.Silo.Gateways;

/// <summary>
/// Puts SMS into the sandbox outbox instead of sending them, and into the file <c>Cashback:Sandbox:SmsFile</c> if it is
/// set, a JSON line each: the processes of a cluster of Development share no outbox.
/// </summary>
internal sealed class SandboxSmsGateway(SandboxOutbox outbox, SandboxControls controls, TimeProvider clock, IConfiguration configuration) : ISmsGateway
{
    public const string FileSetting = "Cashback:Sandbox:SmsFile";
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _file = new();

    public Task SendAsync(string messageId, Phone to, string text, CancellationToken cancellation) =>
        controls.Sms.RunAsync(
            refusal => refusal is null
                ? Put(messageId, new(clock.GetUtcNow(), "sms", to.E164, text))
                : throw new SmsRefusedException(refusal),
            cancellation);

    private bool Put(string messageId, SandboxLetter letter)
    {
        var added = outbox.Add(messageId, letter);
        if (added && configuration[FileSetting] is { Length: > 0 } file)
        {
            lock (_file)
            {
                File.AppendAllText(file, JsonSerializer.Serialize(letter, Readable) + "\n");
            }
        }

        return added;
    }
}
