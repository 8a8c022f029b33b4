using Cashback.Clicks;

namespace Cashback.Benchmarks;

/// <summary>How the traffic is spread.</summary>
public enum Mix
{
    Uniform,

    /// <summary>A fifth of the traffic on one store, a hundredth on one subscriber.</summary>
    Skewed,

    /// <summary>A tenth of the traffic on one subscriber.</summary>
    Hot,

    /// <summary>All of the traffic on one store.</summary>
    Store,
}

/// <param name="Seed">The same seed gives the same messages.</param>
/// <param name="FirstLine">The lines of orders are numbered from here.</param>
public sealed record StreamSettings(int Seed, Mix Mix, int Subscribers, int Stores, long FirstLine, DateTimeOffset Now);

/// <summary>One message as it goes over the wire, and what it must lead to.</summary>
/// <param name="Applied">The service must answer "applied", else "unchanged".</param>
public readonly record struct Postback(byte[] Request, bool Applied);

/// <summary>
/// What one connection sends: Admitad's messages about new orders, most of them approved later, some declined; one in twenty
/// messages is a repetition, and of one order in a hundred the decision comes before the order itself.
/// </summary>
public sealed class PostbackStream(StreamSettings settings, Expectation expectation)
{
    private const int OpenOrders = 16;
    private const int Recent = 16;
    private readonly Random _random = new(settings.Seed);
    private readonly ClickIds _clicks = new(Population.Secrets.ClickIds.All, Population.Secrets.ClickIds.Current);
    private readonly Queue<Order> _open = new();
    private readonly List<byte[]> _recent = new(Recent);
    private long _line = settings.FirstLine;

    public Postback Next()
    {
        if (_recent.Count > 0 && _random.Next(100) < 5)
        {
            return new(_recent[_random.Next(_recent.Count)], Applied: false);
        }

        if (_open.Count >= OpenOrders)
        {
            return FollowUp(_open.Dequeue());
        }

        var order = NewOrder();
        order = order with { DecidedEarly = order.Outcome.Length > 0 && _random.Next(100) == 0 };
        if (order.Outcome.Length > 0)
        {
            _open.Enqueue(order);
        }

        return order.DecidedEarly ? Decide(order) : Create(order);
    }

    // "Created" after the decision says nothing new.
    private Postback FollowUp(Order order) => order.DecidedEarly ? Send(order, "new", applied: false) : Decide(order);

    private Postback Create(Order order)
    {
        expectation.Opened();
        return Send(order, "new", applied: true);
    }

    private Postback Decide(Order order)
    {
        expectation.Decided(order.Subscriber, wasOpen: !order.DecidedEarly, order.Outcome == "approved" ? order.Cashback : 0);
        return Send(order, order.Outcome, applied: true);
    }

    private Order NewOrder()
    {
        var onOneStore = settings.Mix switch { Mix.Store => 100, Mix.Skewed => 20, _ => 0 };
        var store = onOneStore > 0 && _random.Next(100) < onOneStore ? 0 : _random.Next(settings.Stores);
        var onOne = settings.Mix switch { Mix.Hot => 10, Mix.Skewed => 1, _ => 0 };
        var subscriber = onOne > 0 && _random.Next(100) < onOne ? 0 : _random.Next(settings.Subscribers);
        var sale = _random.Next(3) == 0;
        var amount = _random.Next(100_00, 5_000_00) / 100m;
        var fate = _random.Next(100);
        var clickedAt = ClickIds.Truncate(settings.Now.AddMinutes(-10 - _random.Next(10_000)));
        return new Order(
            _line++,
            subscriber,
            store,
            sale,
            amount,
            (long)Math.Round(amount * Population.PercentOf(store, sale) / 100, 0, MidpointRounding.AwayFromZero),
            _clicks.Make(Population.SubscriberId(subscriber), Population.StoreId(store), clickedAt),
            clickedAt,
            fate < 85 ? "approved" : fate < 95 ? "declined" : "");
    }

    private Postback Send(Order order, string status, bool applied)
    {
        var request = AdmitadMessage.Write(order.Line, order.Store, order.Sale, order.Amount, order.ClickId, order.ClickedAt, status);
        if (_recent.Count < Recent)
        {
            _recent.Add(request);
        }
        else
        {
            _recent[_random.Next(Recent)] = request;
        }

        return new(request, applied);
    }

    /// <param name="Outcome">What the network will say of it; empty: nothing, it stays pending.</param>
    private sealed record Order(
        long Line,
        int Subscriber,
        int Store,
        bool Sale,
        decimal Amount,
        long Cashback,
        string ClickId,
        DateTimeOffset ClickedAt,
        string Outcome,
        bool DecidedEarly = false);
}
