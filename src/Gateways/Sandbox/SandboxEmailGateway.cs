using Cashback.Messages;

namespace Cashback.Gateways;

/// <summary>Puts letters into the sandbox outbox instead of sending them.</summary>
internal sealed class SandboxEmailGateway(SandboxPost post, SandboxControls controls, TimeProvider clock) : IEmailGateway
{
    public Task SendAsync(string messageId, Letter letter, CancellationToken cancellation) => controls.Email.RunAsync(
        refusal => refusal is null
            ? post.Put(messageId, new(clock.GetUtcNow(), "email", letter.To, letter.Text, letter.Subject))
            : throw new SendingException(SendingFault.Refused, refusal),
        cancellation);
}
