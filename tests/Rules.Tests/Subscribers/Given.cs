using Cashback.Programme;
using Cashback.Purchases;
using Cashback.Subscribers;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>Subscribers, reports and moments for the tests of the rules.</summary>
internal static class Given
{
    public static readonly ProgrammeRules TheRules = new(10_000, true, null, ProgrammeCalendar.Moscow);
    public static readonly DateTimeOffset Now = new(2026, 11, 10, 12, 0, 0, TimeSpan.FromHours(3));
    public static readonly Phone Own = new("+79161234567");
    public static readonly Phone Other = new("+79169876543");
    public const string Id = "01KAAAAAAAAAAAAAAAAAAAAAAA";

    public static Subscriber Subscriber(SubscriberKind kind = SubscriberKind.Individual, string locale = "en") =>
        Cashback.Subscribers.Subscriber.Register(Id, new Registration(Own, kind, locale), Now, TheRules);

    public static Subscriber Invited(Invitation invitation) =>
        Cashback.Subscribers.Subscriber.Register(Id, new Registration(Own, SubscriberKind.Individual, "en"), Now, TheRules, invitation);

    private static long _arrivals;

    /// <summary>A report whose cashback is <paramref name="bonuses"/>, at 5 % of a ruble amount.</summary>
    public static OrderReport Report(
        long bonuses, ReportedStatus status = ReportedStatus.Created, string line = "1", long? version = null) => new()
        {
            Order = new OrderKey("admitad", "shop", line),
            StoreName = "Shop",
            ClickId = "click-" + line,
            ClickedAt = Now.AddHours(-1),
            Status = status,
            Amount = Money.Rubles(bonuses * 20),
            Rate = Rate.OfPercent(5),
            ExchangeRate = 1,
            OrderId = "A-" + line,
            OrderedAt = Now,
            ConfirmationDays = 60,
            Version = version is { } minute ? Now.AddMinutes(minute) : null,
            ReceivedAt = Now.AddTicks(Interlocked.Increment(ref _arrivals)),
        };

    public static Subscriber Reported(this Subscriber subscriber, OrderReport report, DateTimeOffset? now = null)
    {
        var at = now ?? Now;
        var next = subscriber.Settled(at, TheRules).Report(report, at, TheRules).Next;
        next.AssertSound();
        return next;
    }

    public static Subscriber Rewarded(this Subscriber subscriber, RewardReport report, DateTimeOffset? now = null)
    {
        var at = now ?? Now;
        var next = subscriber.Settled(at, TheRules).Report(report, at, TheRules).Next;
        next.AssertSound();
        return next;
    }

    /// <summary>A subscriber who has accrued this much in the running month.</summary>
    public static Subscriber Accrued(this Subscriber subscriber, long bonuses, string line = "earned") =>
        subscriber.Reported(Report(bonuses, ReportedStatus.Confirmed, line));

    public static Subscriber WithGoals(this Subscriber subscriber, params Goal[] goals) =>
        subscriber with { Goals = new Goals { InOrder = [.. goals], LastNumber = goals.Length } };

    public static Subscriber SettledOn(this Subscriber subscriber, int year, int month, int day)
    {
        var next = subscriber.Settled(new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.FromHours(3)), TheRules);
        next.AssertSound();
        return next;
    }

    public static Goal TopUp(string id, Phone phone, long? limit) => new(id, GoalType.TopUp, phone, limit, null);

    public static Goal Smartphone(string id, long? target = null) => new(id, GoalType.Smartphone, null, null, target);

    public static Purchase The(this Subscriber subscriber, string line = "1") => subscriber.FindPurchase(new OrderKey("admitad", "shop", line))!;

    public static IEnumerable<string> Messages(this Subscriber subscriber) =>
        subscriber.Outbox.Entries.OfType<SendMessage>().Select(message => message.Template);
}
