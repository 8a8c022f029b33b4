using Cashback.Api.Postbacks;
using Cashback.Networks;
using Cashback.Purchases;
using Cashback.Quarantine;

namespace Cashback.Api.Operations;

/// <summary>Takes a message in quarantine in once more, as if it had just come; safe to repeat.</summary>
internal sealed class QuarantineReplay(IGrainFactory grains, NetworkAccessCache networks, PostbackIntake intake)
{
    public IQuarantineGrain Entry(string quarantineId) => grains.GetGrain<IQuarantineGrain>(GrainKeys.Quarantine(quarantineId));

    /// <summary>What the message says by its network's description of now; null if the network is no longer known.</summary>
    public async ValueTask<(NetworkDescription Network, Reading Reading)?> ReadAsync(QuarantineEntry entry) =>
        await networks.DescribeAsync(entry.Message.Network) is { } network

            // It is taken as it would have been at its first arrival: that is its place among the others about its line.
            ? (network, intake.ReaderOf(network, entry.Message.Channel).Read(entry.Message.Parameters, entry.FirstSeen))
            : null;

    /// <param name="otherLine">Whether operators say that it is another line than the purchase that it looks like.</param>
    /// <exception cref="Exception">Not known to be durable: to be repeated.</exception>
    public async Task<Outcome<QuarantineEntry>> ReplayAsync(
        QuarantineEntry entry, (NetworkDescription Network, Reading Reading)? read, string by, bool otherLine = false)
    {
        if (entry.State == QuarantineState.Dropped)
        {
            return new Rejection("quarantine-dropped", new("The message was dropped.", "Сообщение отброшено."));
        }

        if (read is not var (network, reading))
        {
            return new Rejection("unknown-network", new("The message's network is no longer known.", "Сеть этого сообщения больше не известна."));
        }

        var result = reading switch
        {
            Reading.Order order => await ReportAsync(network, order, otherLine),
            Reading.Unattributable unattributable => new ReplayResult("quarantined", unattributable.Reason),
            Reading.Malformed malformed => new ReplayResult("malformed", Detail: new(
                $"{malformed.Parameter}: {malformed.Why.En}", $"{malformed.Parameter}: {malformed.Why.Ru}")),
            _ => throw new InvalidOperationException($"Unexpected reading {reading.GetType().Name}."),
        };
        return await Entry(entry.Id).ReplayedAsync(result, by);
    }

    private async Task<ReplayResult> ReportAsync(NetworkDescription network, Reading.Order order, bool otherLine)
    {
        var verdict = await intake.ReportAsync(network, order);
        while (otherLine && verdict is { Result: ReportResult.Unattributable, Reason: ReportVerdict.SameOrder, PurchaseId: { } known })
        {
            order = order with { Report = order.Report.OtherThan(known) };
            verdict = await intake.ReportAsync(network, order);
        }

        return verdict.Result switch
        {
            ReportResult.Applied => new ReplayResult("applied", null, verdict.PurchaseId),
            ReportResult.Unchanged => new ReplayResult("unchanged", null, verdict.PurchaseId),
            _ => new ReplayResult("quarantined", verdict.Reason),
        };
    }
}
