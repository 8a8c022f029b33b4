namespace Cashback.Demo;

/// <summary>The part of the HTTP contract's answers that the story looks at.</summary>
public sealed record Challenge(string ChallengeId);

public sealed record SignIn(string AccessToken, string SubscriberId, bool Registered);

public sealed record Rate(string? Percent, long? Fixed)
{
    public override string ToString() => Percent is null ? $"{Fixed} bonuses" : $"{Percent} %";
}

public sealed record Shop(string Id, string Name, Rate Rate, bool Boosted, int ConfirmationDays);

public sealed record Click(string ClickId, Uri RedirectUrl);

public sealed record PostbackAnswer(string Result, string? PurchaseId, string? Reason);

public sealed record Balance(long Available, long Savings, long AccruedThisMonth, long Pending, long CapRemaining, long InPayout)
{
    public override string ToString() =>
        $"available {Available}, savings {Savings}, this month {AccruedThisMonth}, pending {Pending}, in payout {InPayout}";
}

public sealed record Account(Balance Balance, DateOnly NextSettlement);

public sealed record Purchase(string Id, string Status, long Cashback, long Credited, long OverLimit, string? ExchangeRate);

public sealed record Line(DateTimeOffset At, string Type, string Title, string? Reason, long? Bonuses, long BalanceAfter);

public sealed record Settlement(long Total, long Done, long Failed, long Sum);

public sealed record Sms(DateTimeOffset At, string Text);

public sealed record ClockAnswer(DateTimeOffset Now);

public sealed record Items<T>(IReadOnlyList<T> List)
{
    [System.Text.Json.Serialization.JsonPropertyName("items")]
    public IReadOnlyList<T> List { get; init; } = List;
}
