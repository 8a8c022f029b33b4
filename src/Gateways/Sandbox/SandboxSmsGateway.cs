using Cashback.Messages;

namespace Cashback.Gateways;

/// <summary>Puts SMS into the sandbox outbox instead of sending them.</summary>
internal sealed class SandboxSmsGateway(SandboxPost post, SandboxControls controls, TimeProvider clock) : ISmsGateway
{
    public async Task<string?> SendAsync(string messageId, Phone to, string text, CancellationToken cancellation)
    {
        await controls.Sms.RunAsync(
            refusal => refusal is null
                ? post.Put(messageId, new(clock.GetUtcNow(), "sms", to.E164, text))
                : throw new SendingException(SendingFault.Refused, refusal),
            cancellation);
        return messageId;
    }

    public Task<SmsTrace> FindAsync(string messageId, Phone to, CancellationToken cancellation) =>
        Task.FromResult(new SmsTrace(controls.ForgetsIds ? null : post.Has(messageId), messageId));
}
