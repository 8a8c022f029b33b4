using Cashback.Idempotency;
using Rule = Cashback.Idempotency.Idempotency;

namespace Cashback.Rules.Tests.Idempotency;

public sealed class IdempotencyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly KeptAnswer Answer = new(201, "application/json", "/x", "{}");
    private static readonly IdempotencyRecord Kept = new("body", Answer, Now);

    [Fact]
    public void The_first_request_runs() => Assert.Equal(new IdempotencyVerdict(IdempotencyStep.Run), Rule.Decide(null, null, "body", Now));

    [Fact]
    public void An_answered_request_gets_its_answer_again_for_at_least_a_day()
    {
        Assert.Equal(new IdempotencyVerdict(IdempotencyStep.Replay, Answer), Rule.Decide(Kept, null, "body", Now.AddHours(24)));
        Assert.Equal(IdempotencyStep.Run, Rule.Decide(Kept, null, "body", Now.AddHours(48)).Step);
    }

    [Fact]
    public void The_key_with_another_body_is_refused_whether_answered_or_under_way()
    {
        Assert.Equal(IdempotencyStep.Reused, Rule.Decide(Kept, null, "another", Now).Step);
        Assert.Equal(IdempotencyStep.Reused, Rule.Decide(null, new InFlightRequest("body", Now), "another", Now).Step);
    }

    [Fact]
    public void A_twin_waits_while_the_first_is_under_way_and_runs_seconds_after_its_process_fell_silent()
    {
        var inFlight = new InFlightRequest("body", Now);
        Assert.Equal(IdempotencyStep.InFlight, Rule.Decide(null, inFlight, "body", Now.AddSeconds(3)).Step);
        Assert.Equal(IdempotencyStep.Run, Rule.Decide(null, inFlight, "body", Now.AddSeconds(4)).Step);
    }
}
