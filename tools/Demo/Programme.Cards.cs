using System.Globalization;

namespace Cashback.Demo;

/// <summary>Cards as the bank and operations handle them.</summary>
public sealed partial class Programme
{
    public Task<CardAccount> IssueCardAsync(string cardId, string subscriberId) =>
        SendAsync<CardAccount>(HttpMethod.Post, "/ops/v1/cards", new { cardId, subscriberId, product = "debit" });

    public Task<FeedAnswer> FeedAsync(IReadOnlyList<CardLine> lines) => SendAsync<FeedAnswer>(HttpMethod.Post, "/ops/v1/card-transactions", new
    {
        transactions = lines.Select(line => new { line.Id, line.Card, line.Time, line.Mcc, amount = new Sum(line.Amount, "RUB"), line.Kind }),
    });

    public Task<CardAccount> CardAsync() => SendAsync<CardAccount>(HttpMethod.Get, "/api/v1/me/card");

    public Task<CardMonth> CardStatementAsync(DateOnly month) => SendAsync<CardMonth>(
        HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/api/v1/me/card/statements/{month:yyyy-MM}"));
}

public sealed record CardLine(string Id, string Card, DateTimeOffset Time, string Amount, string Kind, string? Mcc);

public sealed record Sum(string Amount, string Currency)
{
    public override string ToString() => $"{Amount} {Currency}";
}

public sealed record FeedAnswer(int Applied, int Unchanged, int Refused);

public sealed record CardAccount(Sum Balance, CardCashback Cashback);

public sealed record CardCashback(IReadOnlyList<CardCredit> Planned, IReadOnlyList<CardCredit> Credits);

public sealed record CardCredit(DateOnly On, Sum Amount, Sum CarriedOut, string Status);

public sealed record CardMonth(bool Closed, Sum ClosingBalance, Sum Interest, CardFee Fee);

public sealed record CardFee(Sum Amount, string? Waiver);
