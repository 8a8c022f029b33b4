namespace Cashback.Subscribers;

/// <summary>
/// The shape of every command: the settled record is decided on without an await, so that no other decision comes between;
/// what was decided is saved; and the answer is made of that, never of <c>Record</c>, which may hold later decisions by then.
/// </summary>
internal sealed partial class SubscriberGrain
{
    private static Rejection NoSubscriber => new("not-found", new("There is no such subscriber.", "Такого абонента нет."), RejectionKind.NotFound);

    /// <summary>The newest decision with every ended month closed: what the next one is made on.</summary>
    private Subscriber Current => Decided?.Settled(Now, rules) ?? throw new InvalidOperationException($"There is no subscriber {Id}.");

    /// <returns>What was decided; null: there is no such subscriber.</returns>
    private async Task<Subscriber?> DecideAsync(Func<Subscriber, DateTimeOffset, Subscriber> decide) =>
        Record is null ? null : await CommitAsync(decide(Current, Now));

    /// <summary>For a reader: every ended month is closed, and what is read is durable.</summary>
    private Task<Subscriber?> SettledAsync() => DecideAsync((current, _) => current);

    /// <param name="unknown">The answer if there is no such subscriber.</param>
    private async Task<TAnswer> DecideAsync<TAnswer>(
        Func<Subscriber, DateTimeOffset, (Subscriber Next, TAnswer Answer)> decide, TAnswer unknown)
    {
        if (Record is null)
        {
            return unknown;
        }

        var (next, answer) = decide(Current, Now);
        await CommitAsync(next);
        return answer;
    }

    /// <summary>A refusal changes nothing.</summary>
    private async Task<Outcome<TAnswer>> DecideAsync<TAnswer>(
        Func<Subscriber, DateTimeOffset, Outcome<Subscriber>> decide, Func<Subscriber, TAnswer> answer)
    {
        if (Record is null)
        {
            return NoSubscriber;
        }

        var decided = decide(Current, Now);
        return decided.Value is { } next ? answer(await CommitAsync(next)) : decided.Rejection!;
    }

    /// <summary>What is done in the subscriber's name: refused to one who has left the programme, or is about to.</summary>
    private Task<Outcome<TAnswer>> DecideForParticipantAsync<TAnswer>(
        Func<Subscriber, DateTimeOffset, Outcome<Subscriber>> decide, Func<Subscriber, TAnswer> answer) =>
        DecideAsync((current, now) => current.Participates ? decide(current, now) : Subscriber.HasLeft, answer);

    private async Task<Outcome<TAnswer>> DecideForParticipantAsync<TAnswer>(
        Func<Subscriber, DateTimeOffset, Outcome<(Subscriber Next, TAnswer Answer)>> decide)
    {
        if (Record is null)
        {
            return NoSubscriber;
        }

        var current = Current;
        var decided = current.Participates ? decide(current, Now) : Subscriber.HasLeft;
        if (decided.Rejection is { } refusal)
        {
            return refusal;
        }

        await CommitAsync(decided.Value.Next);
        return decided.Value.Answer;
    }

    /// <summary>Makes the decision durable. It takes effect here at once, for the decisions after it.</summary>
    /// <returns>What is saved.</returns>
    private async Task<Subscriber> CommitAsync(Subscriber next)
    {
        if (next is { Left: not null, Held: > 0 })
        {
            next = next.PayOutOnLeaving(codes.Certificates.Make(), Now);
        }

        if (!ReferenceEquals(next, Decided))
        {
            next.AssertSound();
            next = Join(ArmSettlement(WithoutSent(Limited(next)))).WithShortHistory(Record?.History.LastSequence ?? 0);
        }

        _used = true;
        await SaveAsync(next);
        StartDraining();
        return next;
    }
}
