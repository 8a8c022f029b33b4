using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Cashback.Purchases;
using Cashback.Storage;
using Cashback.Subscribers;
using CsCheck;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>A list of purchases whose JSON is kept beside them behaves as a plain list, whatever was saved in between.</summary>
public sealed class PurchaseBookTests
{
    private static readonly Gen<(int Line, long Cashback, bool Saved)> Change = Gen.Select(
        Gen.Int[0, 32], Gen.Long[0, 9], Gen.Bool);

    [Fact]
    public void It_is_stored_as_the_plain_list_after_any_changes_and_saves() => Change.Array[0, 64].Sample(changes =>
    {
        var (book, plain) = (PurchaseBook.Empty, new List<Purchase>());
        foreach (var (line, cashback, saved) in changes)
        {
            var purchase = Given(line) with { Cashback = cashback };
            var at = plain.FindIndex(known => known.Order == purchase.Order);
            Assert.Equal(at < 0 ? null : plain[at], book.Find(purchase.Order));
            if (at < 0)
            {
                (book, plain) = (book.Add(purchase), [.. plain, purchase]);
            }
            else if (cashback == 0)
            {
                (book, plain) = (book.Without(plain[at]), [.. plain.Where(known => known.Order != purchase.Order)]);
            }
            else
            {
                book = book.With(purchase);
                plain[at] = purchase;
            }

            Assert.Equal(plain, book);
            Assert.True(!saved || Stored(book) == Stored(plain.ToImmutableArray()));
        }

        Assert.Equal(Stored(plain.ToImmutableArray()), Stored(book));
        Assert.Equal(Stored(book), Stored(JsonSerializer.Deserialize<PurchaseBook>(Stored(book), StateJson.Options)!));
    });

    private static Purchase Given(int line) => new()
    {
        Order = new OrderKey("admitad", "shop", $"{line}"),
        StoreName = "Магазин \"У дома\"",
        ClickId = "click",
        ClickedAt = DateTimeOffset.UnixEpoch,
        Amount = Money.Rubles(100),
        Rate = Rate.OfPercent(5),
        ExchangeRate = 1,
        Cashback = 5,
        RegisteredAt = DateTimeOffset.UnixEpoch,
        AnswerDueBy = DateTimeOffset.UnixEpoch,
        ReportedAt = DateTimeOffset.UnixEpoch,
        ReportedAs = ReportedStatus.Created,
    };

    private static string Stored<T>(T state) => Encoding.UTF8.GetString(StateJson.ToBytes(state));
}
