using System.Collections.Concurrent;
using Cashback.Clicks;
using Cashback.Networks;
using Cashback.Purchases;
using Cashback.Stores;

namespace Cashback.Api.Postbacks;

/// <summary>
/// Takes messages of networks in, one alone, a line of a batch, or one that is replayed from quarantine: reads the message, reports it to
/// the store whose click it names, and keeps in quarantine what can't be attributed.
/// </summary>
internal sealed class PostbackIntake(
    IGrainFactory grains, ClickIds clicks, PartnerLimits limits, PostbackQuarantine quarantine, PartnerMetrics metrics)
{
    // A reader for each network and channel that was seen, as long as the network's description is the same.
    private readonly ConcurrentDictionary<(string Network, string Channel), MessageReader> _readers = new();

    /// <summary>
    /// The reader of the network's messages, prepared once for each description. It looks nothing up: whose click a message
    /// names stands in the click's id.
    /// </summary>
    public MessageReader ReaderOf(NetworkDescription network, string channel = NetworkChannels.Push)
    {
        if (!_readers.TryGetValue((network.Id, channel), out var reader) || !ReferenceEquals(reader.Network, network))
        {
            _readers[(network.Id, channel)] = reader = new MessageReader(network, channel, clicks);
        }

        return reader;
    }

    /// <summary>A message that has just arrived.</summary>
    /// <exception cref="Exception">Not known to be durable: the sender is to repeat it.</exception>
    public async Task<PostbackResult> TakeAsync(
        NetworkDescription network, MessageParameters parameters, Reading reading, DateTimeOffset receivedAt)
    {
        try
        {
            var result = await DecideAsync(network, parameters, reading, receivedAt);
            metrics.Count(network.Id, result switch
            {
                PostbackResult.Taken taken => taken.Answer.Result,
                PostbackResult.Limited => "limited",
                PostbackResult.QuarantineFull => "full",
                _ => "invalid",
            });
            return result;
        }
        catch
        {
            metrics.Count(network.Id, "retry");
            throw;
        }
    }

    /// <summary>
    /// What the store and its subscriber make of an order line; the id of the purchase stands in every verdict but one that is
    /// unattributable.
    /// </summary>
    /// <exception cref="Exception">Not known to be durable: to be repeated.</exception>
    public async Task<ReportVerdict> ReportAsync(NetworkDescription network, Reading.Order order) =>
        Complete(await StoreOf(order).ReportAsync(order.Report), network, order);

    private IStorePostbacksGrain StoreOf(Reading.Order order) => grains.Refer<IStorePostbacksGrain>(GrainKeys.Store(order.StoreId));

    private static ReportVerdict Complete(ReportVerdict verdict, NetworkDescription network, Reading.Order order) => verdict switch
    {
        { Result: ReportResult.Unattributable, Reason: null } => verdict with { Reason = "unattributable" },
        { Result: not ReportResult.Unattributable, PurchaseId: null } =>
            verdict with { PurchaseId = new OrderKey(network.Id, order.StoreId, order.Report.LineId).ToString() },
        _ => verdict,
    };

    private async Task<PostbackResult> DecideAsync(
        NetworkDescription network, MessageParameters parameters, Reading reading, DateTimeOffset receivedAt)
    {
        switch (reading)
        {
            case Reading.Malformed malformed:
                return new PostbackResult.Invalid(malformed.Parameter, malformed.Why);
            case Reading.Unattributable unattributable:
                return await QuarantineAsync(network, parameters, unattributable.Reason, receivedAt);
            case Reading.Order order:
                var verdict = Complete(await StoreOf(order).ReportAsync(order.Report), network, order);
                return verdict.Result == ReportResult.Unattributable
                    ? await QuarantineAsync(network, parameters, verdict.Reason!, receivedAt)
                    : new PostbackResult.Taken(new PostbackAnswer(verdict.Result == ReportResult.Applied ? "applied" : "unchanged", verdict.PurchaseId));
            case var other:
                throw new InvalidOperationException($"Unexpected reading {other.GetType().Name}.");
        }
    }

    private async Task<PostbackResult> QuarantineAsync(
        NetworkDescription network, MessageParameters parameters, string reason, DateTimeOffset receivedAt)
    {
        if (limits.Unattributable(network.Id) is { } wait)
        {
            return new PostbackResult.Limited(wait);
        }

        return await quarantine.KeepAsync(new(network.Id, NetworkChannels.Push, parameters.AllValues, reason), receivedAt) is { } id
            ? new PostbackResult.Taken(new PostbackAnswer("quarantined", null, reason, id))
            : new PostbackResult.QuarantineFull(QuarantineCapacity.RetryAfter);
    }
}
