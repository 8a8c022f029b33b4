using Cashback.Networks;

namespace Cashback.Api.Postbacks;

/// <summary>The word to the network about one message.</summary>
internal abstract record Intake
{
    private Intake()
    {
    }

    /// <summary>Taken: applied, unchanged or in quarantine, and durable.</summary>
    public sealed record Taken(PostbackAnswer Answer) : Intake;

    public sealed record Invalid(string Parameter, string Why) : Intake;

    /// <summary>The network has sent too many messages that can't be attributed. Nothing was kept.</summary>
    public sealed record Limited(TimeSpan RetryAfter) : Intake;
}

/// <summary>Takes messages of networks in, one alone or a line of a batch: hands them on, or keeps them in quarantine.</summary>
internal sealed class PostbackIntake(
    PostbackIngestion ingestion, PartnerLimits limits, PartnerMetrics metrics, QuarantineLog log, TimeProvider clock)
{
    public Reading Read(NetworkDescription network, MessageParameters parameters) =>
        ingestion.Read(network, NetworkChannels.Push, parameters.Values, clock.GetUtcNow());

    /// <exception cref="Exception">Not known to be durable: the sender is to repeat it.</exception>
    public async Task<Intake> TakeAsync(NetworkDescription network, MessageParameters parameters, Reading reading)
    {
        try
        {
            var intake = await DecideAsync(network, parameters, reading);
            metrics.Count(network.Id, intake switch
            {
                Intake.Taken taken => taken.Answer.Result,
                Intake.Limited => "limited",
                _ => "invalid",
            });
            return intake;
        }
        catch
        {
            metrics.Count(network.Id, "retry");
            throw;
        }
    }

    private async Task<Intake> DecideAsync(NetworkDescription network, MessageParameters parameters, Reading reading)
    {
        switch (await ingestion.TakeAsync(network, reading))
        {
            case Ingested.Malformed malformed:
                return new Intake.Invalid(malformed.Parameter, malformed.Why);
            case Ingested.Taken taken:
                return new Intake.Taken(new PostbackAnswer(taken.Changed ? "applied" : "unchanged", taken.PurchaseId));
            case Ingested.Unattributable unattributable:
                if (limits.Unattributable(network.Id) is { } wait)
                {
                    return new Intake.Limited(wait);
                }

                var entry = await ingestion.QuarantineAsync(network, NetworkChannels.Push, parameters.Values, unattributable.Reason);
                log.Add(network.Id, unattributable.Reason, entry.Id);
                return new Intake.Taken(new PostbackAnswer("quarantined", null, unattributable.Reason, entry.Id));
            case var other:
                throw new InvalidOperationException($"Unexpected result {other.GetType().Name}.");
        }
    }
}
