using Cashback.Clicks;
using Cashback.Networks;
using Cashback.Purchases;

namespace Cashback.Rules.Tests.Networks;

/// <summary>A decline needs the line's id alone: no sum, no currency, no time; and its status speaks before the sign of a sum.</summary>
public class DeclineTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly ClickIds Clicks = new(new byte[32]);
    private static readonly string ClickId = Clicks.Make("01K9ZC3T5Q8W7E6R5T4Y3V2X1Z", "ozon", At.AddDays(-1));

    [Theory]
    [InlineData("order_sum", null)]
    [InlineData("order_sum", "")]
    [InlineData("order_sum", "many")]
    [InlineData("order_sum", "-1299.90")]
    [InlineData("currency", null)]
    [InlineData("currency", "")]
    [InlineData("currency", "rubles")]
    public void Decline_without_a_readable_amount_is_a_decline(string name, string? value)
    {
        var report = Assert.IsType<Reading.Order>(Read("admitad", "push", Declined(name, value))).Report;
        Assert.Equal((ReportedStatus.Declined, null), (report.Status, report.Amount));
    }

    [Fact]
    public void Amount_of_a_decline_is_read_where_it_stands() =>
        Assert.Equal(Money.Rubles(1299.90m), Assert.IsType<Reading.Order>(Read("admitad", "push", Declined("x", null))).Report.Amount);

    [Fact]
    public void Decline_of_tune_without_an_amount_is_a_decline()
    {
        var message = new Dictionary<string, string> { ["transaction_id"] = "102a", ["status"] = "rejected", ["aff_sub"] = ClickId };
        Assert.Equal(ReportedStatus.Declined, Assert.IsType<Reading.Order>(Read("tune", "push", message)).Report.Status);
    }

    /// <summary>In TUNE a negative amount takes a line back; of a line that is declined it says nothing new.</summary>
    [Fact]
    public void Sign_never_speaks_before_the_status()
    {
        var message = new Dictionary<string, string>
        {
            ["transaction_id"] = "102a",
            ["status"] = "rejected",
            ["aff_sub"] = ClickId,
            ["sale_amount"] = "-5",
            ["currency"] = "RUB",
        };
        Assert.Equal(ReportedStatus.Declined, Assert.IsType<Reading.Order>(Read("tune", "push", message)).Report.Status);
        Assert.Equal("correction", Assert.IsType<Reading.Unattributable>(
            Read("admitad", "push", Declined("order_sum", "-5").With("payment_status", "approved"))).Reason);
    }

    [Fact]
    public void Row_of_the_statistics_without_a_cart_is_a_decline()
    {
        var row = new Dictionary<string, string> { ["action_id"] = "1", ["status"] = "declined", ["currency"] = "RUB", ["subid"] = ClickId };
        Assert.Null(Assert.IsType<Reading.Order>(Read("admitad", "statistics", row)).Report.Amount);
    }

    [Fact]
    public void Other_statuses_still_need_an_amount()
    {
        foreach (var word in new[] { "new", "approved", "pending" })
        {
            var reading = Read("admitad", "push", Declined("order_sum", null).With("payment_status", word));
            Assert.Equal("order_sum", Assert.IsType<Reading.Malformed>(reading).Parameter);
        }
    }

    private static Dictionary<string, string> Declined(string name, string? value)
    {
        var message = new Dictionary<string, string>
        {
            ["admitad_id"] = "1234567",
            ["payment_status"] = "declined",
            ["order_sum"] = "1299.90",
            ["currency"] = "RUB",
            ["subid"] = ClickId,
        };
        return value is null ? message.Without(name) : message.With(name, value);
    }

    private static Reading Read(string network, string channel, IReadOnlyDictionary<string, string> message) =>
        new MessageReader(BuiltInNetworks.Find(network)!, channel, Clicks).Read(message, At);
}

internal static class Messages
{
    public static Dictionary<string, string> With(this Dictionary<string, string> message, string name, string value) =>
        new(message) { [name] = value };

    public static Dictionary<string, string> Without(this Dictionary<string, string> message, string name) =>
        new(message.Where(pair => pair.Key != name));
}
