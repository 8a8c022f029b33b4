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

    public sealed record Invalid(string Parameter, LocalText Why) : Intake;

    /// <summary>The network has sent too many messages that can't be attributed. Nothing was kept.</summary>
    public sealed record Limited(TimeSpan RetryAfter) : Intake;

    /// <summary>It can't be attributed, and the network's quarantine is full. Nothing was kept.</summary>
    public sealed record Full(TimeSpan RetryAfter) : Intake
    {
        public const string Problem = "quarantine-full";
        public static readonly LocalText Why = new(
            "The message can't be attributed, and as many of this network as may wait for the operators wait already. Nothing was kept; send it again later.",
            "Сообщение не удалось отнести к покупке, а в карантине этой сети больше нет места. Ничего не сохранено; отправьте его позже.");
    }
}

/// <summary>Takes messages of networks in, one alone or a line of a batch: hands them on, or keeps them in quarantine.</summary>
internal sealed class PostbackIntake(
    PostbackIngestion ingestion, PartnerLimits limits, QuarantineRoom room, PartnerMetrics metrics, QuarantineLog log)
{
    public MessageReader ReaderOf(NetworkDescription network) => ingestion.ReaderOf(network, NetworkChannels.Push);

    public Reading Read(NetworkDescription network, MessageParameters message, DateTimeOffset receivedAt) => ReaderOf(network).Read(message, receivedAt);

    /// <exception cref="Exception">Not known to be durable: the sender is to repeat it.</exception>
    public async Task<Intake> TakeAsync(NetworkDescription network, MessageParameters parameters, Reading reading, DateTimeOffset receivedAt)
    {
        try
        {
            var intake = await DecideAsync(network, parameters, reading, receivedAt);
            metrics.Count(network.Id, intake switch
            {
                Intake.Taken taken => taken.Answer.Result,
                Intake.Limited => "limited",
                Intake.Full => "full",
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

    private async Task<Intake> DecideAsync(NetworkDescription network, MessageParameters parameters, Reading reading, DateTimeOffset receivedAt)
    {
        switch (await ingestion.TakeAsync(network, reading))
        {
            case Ingested.Malformed malformed:
                return new Intake.Invalid(malformed.Parameter, malformed.Why);
            case Ingested.Taken taken:
                return new Intake.Taken(new PostbackAnswer(taken.Changed ? "applied" : "unchanged", taken.PurchaseId));
            case Ingested.Unattributable unattributable:
                return limits.Unattributable(network.Id) is { } wait
                    ? new Intake.Limited(wait)
                    : await QuarantineAsync(network, parameters, unattributable.Reason, receivedAt);
            case var other:
                throw new InvalidOperationException($"Unexpected result {other.GetType().Name}.");
        }
    }

    private async Task<Intake> QuarantineAsync(NetworkDescription network, MessageParameters parameters, string reason, DateTimeOffset receivedAt)
    {
        var hasRoom = await room.TakeAsync(network.Id);
        if (!hasRoom && !await ingestion.IsQuarantinedAsync(network, NetworkChannels.Push, parameters.Values))
        {
            return new Intake.Full(QuarantineRoom.Wait);
        }

        var entry = await ingestion.QuarantineAsync(network, NetworkChannels.Push, parameters.Values, reason, receivedAt);
        if (hasRoom && entry.Count > 1)
        {
            room.Return(network.Id);
        }

        log.Add(network.Id, reason, entry.Id);
        return new Intake.Taken(new PostbackAnswer("quarantined", null, reason, entry.Id));
    }
}
