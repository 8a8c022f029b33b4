using Cashback.Messages;

namespace Cashback.Silo.Gateways;

/// <summary>Puts SMS into the sandbox outbox instead of sending them.</summary>
internal sealed class SandboxSmsGateway(SandboxOutbox outbox, SandboxControls controls, TimeProvider clock) : ISmsGateway
{
    public Task SendAsync(string messageId, Phone to, string text, CancellationToken cancellation) =>
        controls.Sms.RunAsync(
            refusal => refusal is null
                ? outbox.Add(messageId, new(clock.GetUtcNow(), "sms", to.E164, text))
                : throw new SmsRefusedException(refusal),
            cancellation);
}
