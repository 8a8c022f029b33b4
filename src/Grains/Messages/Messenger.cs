using Microsoft.Extensions.Logging;

namespace Cashback.Messages;

/// <summary>
/// Sends a message at once if it can be; what can't gets a grain of its own, which tries again for a day. Nearly all go
/// at the first attempt, and then cost no activation and no record.
/// </summary>
internal sealed partial class Messenger(ISmsGateway sms, IGrainFactory grains, ILogger<Messenger> log)
{
    // Of real time, whatever the programme's clock does; well under the time-out of a grain call.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Returns when it was sent, or its grain has it. Repeated: the service gets the same id again, which must not send twice.</summary>
    public async Task SendAsync(string id, Message message)
    {
        var text = MessageTemplates.Render(message);
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await sms.SendAsync(id, message.To, text, patience.Token).WaitAsync(Patience);
        }
        catch (Exception error)
        {
            LogHandedOver(id, message.Template, ErrorText.Of(error));
            await grains.GetGrain<IMessageGrain>(GrainKeys.Message(id)).SendAsync(message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Message {Id} ({Template}) could not be sent at once ({Error}). It is tried again by itself.")]
    private partial void LogHandedOver(string id, string template, string error);
}
