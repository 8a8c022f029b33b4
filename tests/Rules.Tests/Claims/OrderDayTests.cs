using Cashback.Claims;
using CsCheck;

namespace Cashback.Rules.Tests.Claims;

public sealed class OrderDayTests
{
    private static readonly ProgrammeCalendar Moscow = ProgrammeCalendar.Moscow;

    [Theory]
    [InlineData("2026-11-20T00:00:00+03:00", "2026-11-20T00:00:00+03:00", "2026-11-20T23:59:59.9999999+03:00")]
    [InlineData("2026-11-20T00:00:00Z", "2026-11-20T00:00:00+03:00", "2026-11-20T23:59:59.9999999+03:00")]
    [InlineData("2026-11-19T21:00:00Z", "2026-11-20T00:00:00+03:00", "2026-11-20T23:59:59.9999999+03:00")]
    [InlineData("2026-11-20T00:00:00+10:00", "2026-11-20T00:00:00+03:00", "2026-11-20T23:59:59.9999999+03:00")]
    [InlineData("2026-11-20T00:01:00+03:00", "2026-11-20T00:01:00+03:00", "2026-11-20T00:01:00+03:00")]
    public void Midnight_is_the_whole_day_and_a_time_is_itself(string text, string from, string to)
    {
        var orderedAt = At(text);
        Assert.Equal((At(from), At(to)), (OrderDay.Normal(orderedAt, Moscow), OrderDay.EndOf(orderedAt, Moscow)));
    }

    [Fact]
    public void Every_visit_of_the_day_is_before_the_end_of_an_order_of_that_day() =>
        Gen.Select(Gen.Int[0, 36_500], Gen.Int[0, 86_399]).Sample((day, second) =>
        {
            var midnight = Moscow.StartOf(new DateOnly(2011, 1, 1).AddDays(day));
            return midnight.AddSeconds(second) <= OrderDay.EndOf(midnight, Moscow) && OrderDay.Normal(midnight, Moscow) == midnight;
        });

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
