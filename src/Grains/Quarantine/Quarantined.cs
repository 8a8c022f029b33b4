namespace Cashback.Quarantine;

/// <summary>The decisions on a quarantined message.</summary>
internal static class Quarantined
{
    /// <summary>A message that is replayed without end keeps its newest replays only.</summary>
    private const int ReplaysMax = 20;

    public static QuarantineEntry New(string id, QuarantinedMessage message, DateTimeOffset receivedAt) => new()
    {
        Id = id,
        Message = message,
        State = QuarantineState.Open,
        FirstSeen = receivedAt,
        LastSeen = receivedAt,
        Count = 1,
    };

    /// <summary>
    /// The message came once more, or an earlier arrival of it was held up and arrives only now. What ops have dropped stays dropped.
    /// </summary>
    public static QuarantineEntry Again(this QuarantineEntry entry, string reason, DateTimeOffset receivedAt) => entry with
    {
        Message = entry.Message with { Reason = reason },
        State = entry.State == QuarantineState.Dropped ? QuarantineState.Dropped : QuarantineState.Open,
        FirstSeen = receivedAt < entry.FirstSeen ? receivedAt : entry.FirstSeen,
        LastSeen = receivedAt > entry.LastSeen ? receivedAt : entry.LastSeen,
        Count = entry.Count + 1,
    };

    public static Outcome<QuarantineEntry> Replayed(this QuarantineEntry entry, ReplayResult result, string by, DateTimeOffset now)
    {
        if (entry.State == QuarantineState.Dropped)
        {
            return new Rejection("quarantine-dropped", new("The message was dropped.", "Сообщение отброшено."));
        }

        var applied = result.PurchaseId is not null;
        return entry with
        {
            State = applied ? QuarantineState.Replayed : entry.State,
            Message = applied || result.Reason is null ? entry.Message : entry.Message with { Reason = result.Reason },
            LastReplay = result,
            ReplayedAt = now,
            Replays = (entry.Replays ?? []).Append(new ReplayNote(now, by, result)).TakeLast(ReplaysMax).ToArray(),
        };
    }

    public static Outcome<QuarantineEntry> Dropped(this QuarantineEntry entry, string by, string? reason, DateTimeOffset now) =>
        entry.State switch
        {
            QuarantineState.Replayed => new Rejection("quarantine-replayed", new("The message was applied already.", "Сообщение уже обработано.")),
            QuarantineState.Dropped => entry,
            _ => entry with { State = QuarantineState.Dropped, Drop = new DropNote(now, by, reason) },
        };
}
