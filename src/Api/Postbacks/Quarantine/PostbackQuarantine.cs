using Cashback.Quarantine;

namespace Cashback.Api.Postbacks;

/// <summary>Keeps what can't be attributed, before the network gets the answer that it was taken.</summary>
internal sealed class PostbackQuarantine(IGrainFactory grains, QuarantineCapacity capacity, QuarantineLog log)
{
    /// <returns>The id under which the message is kept; null: the network's quarantine is full, and the message was not there
    /// already.</returns>
    public async Task<string?> KeepAsync(QuarantinedMessage message, DateTimeOffset receivedAt)
    {
        var id = QuarantineId.Of(message.Network, message.Channel, message.Parameters);
        var grain = grains.GetGrain<IQuarantineGrain>(GrainKeys.Quarantine(id));
        var reserved = await capacity.ReserveAsync(message.Network);
        if (!reserved && await grain.GetAsync() is null)
        {
            return null;
        }

        var entry = await grain.PutAsync(message, receivedAt);
        if (reserved && entry.Count > 1)
        {
            capacity.Release(message.Network);
        }

        log.Add(message.Network, message.Reason, entry.Id);
        return entry.Id;
    }
}
