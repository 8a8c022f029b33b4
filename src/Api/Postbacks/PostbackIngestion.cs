using System.Collections.Concurrent;
using Cashback.Clicks;
using Cashback.Networks;
using Cashback.Purchases;
using Cashback.Quarantine;
using Cashback.Stores;

namespace Cashback.Api.Postbacks;

/// <summary>What became of a message.</summary>
public abstract record Ingested
{
    private Ingested()
    {
    }

    /// <summary>Durable, or already known.</summary>
    public sealed record Taken(bool Changed, string PurchaseId) : Ingested;

    public sealed record Malformed(string Parameter, LocalText Why) : Ingested;

    /// <param name="LooksLike">Of one that is held back: the purchase that it looks like.</param>
    public sealed record Unattributable(string Reason, string? LooksLike = null) : Ingested;
}

/// <summary>
/// Takes a network's message in: reads it, and hands it to the store whose click it names. The same for a message that
/// has just arrived and for one that is replayed.
/// </summary>
public sealed class PostbackIngestion(IGrainFactory grains, ClickIds clicks)
{
    // A reader for each network and channel that was seen, as long as the network's description is the same.
    private readonly ConcurrentDictionary<(string Network, string Channel), MessageReader> _readers = new();

    /// <summary>What the message says. Looks nothing up: whose click it names stands in the click's id.</summary>
    public Reading Read(
        NetworkDescription network, string channel, IReadOnlyDictionary<string, string> parameters, DateTimeOffset receivedAt) =>
        ReaderOf(network, channel).Read(parameters, receivedAt);

    /// <exception cref="Exception">Not known to be durable: the sender is to repeat it.</exception>
    public Task<Ingested> TakeAsync(
        NetworkDescription network, string channel, IReadOnlyDictionary<string, string> parameters, DateTimeOffset receivedAt) =>
        TakeAsync(network, Read(network, channel, parameters, receivedAt));

    /// <exception cref="Exception">Not known to be durable: the sender is to repeat it.</exception>
    public async Task<Ingested> TakeAsync(NetworkDescription network, Reading reading)
    {
        switch (reading)
        {
            case Reading.Malformed malformed:
                return new Ingested.Malformed(malformed.Parameter, malformed.Why);
            case Reading.Unattributable unattributable:
                return new Ingested.Unattributable(unattributable.Reason);
            case Reading.Order order:
                var verdict = await grains.Refer<IStoreDeskGrain>(GrainKeys.Store(order.StoreId)).ReportAsync(order.Report);
                return verdict.Result == ReportResult.Unattributable
                    ? new Ingested.Unattributable(verdict.Reason ?? "unattributable", verdict.PurchaseId)
                    : new Ingested.Taken(
                        verdict.Result == ReportResult.Applied,
                        verdict.PurchaseId ?? new OrderKey(network.Id, order.StoreId, order.Report.LineId).ToString());
            case var other:
                throw new InvalidOperationException($"Unexpected reading {other.GetType().Name}.");
        }
    }

    /// <summary>The reader of the network's messages, prepared once for each description.</summary>
    public MessageReader ReaderOf(NetworkDescription network, string channel)
    {
        if (!_readers.TryGetValue((network.Id, channel), out var reader) || !ReferenceEquals(reader.Network, network))
        {
            _readers[(network.Id, channel)] = reader = new MessageReader(network, channel, clicks);
        }

        return reader;
    }

    /// <summary>Whether the same message came before and is on record, whatever became of it.</summary>
    public async Task<bool> IsQuarantinedAsync(NetworkDescription network, string channel, IReadOnlyDictionary<string, string> parameters) =>
        await Quarantined(QuarantineId.Of(network.Id, channel, parameters)).GetAsync() is not null;

    /// <summary>Keeps what can't be attributed, before the network is told that it was taken.</summary>
    public async Task<QuarantineEntry> QuarantineAsync(
        NetworkDescription network, string channel, IReadOnlyDictionary<string, string> parameters, string reason, DateTimeOffset receivedAt)
    {
        var id = QuarantineId.Of(network.Id, channel, parameters);
        return await Quarantined(id).PutAsync(new QuarantinedMessage(network.Id, channel, parameters, reason), receivedAt);
    }

    private IQuarantineGrain Quarantined(string id) => grains.GetGrain<IQuarantineGrain>(GrainKeys.Quarantine(id));
}
