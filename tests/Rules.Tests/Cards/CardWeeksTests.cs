using System.Globalization;
using Cashback.Cards;

namespace Cashback.Rules.Tests.Cards;

public sealed class CardWeeksTests
{
    [Theory]
    [InlineData("2026-11-16", "2026-11-16")]
    [InlineData("2026-11-18", "2026-11-16")]
    [InlineData("2026-11-22", "2026-11-16")]
    [InlineData("2026-11-23", "2026-11-23")]
    [InlineData("2027-01-01", "2026-12-28")]
    public void Week_runs_from_monday_to_sunday(string day, string monday) => Assert.Equal(Day(monday), CardWeeks.WeekOf(Day(day)));

    [Theory]
    [InlineData("2026-11-15T23:59:59+03:00", "2026-11-09")]
    [InlineData("2026-11-15T20:59:59Z", "2026-11-09")]
    [InlineData("2026-11-15T21:00:00Z", "2026-11-16")]
    [InlineData("2026-11-16T05:00:00+10:00", "2026-11-09")]
    public void Week_of_a_transaction_goes_by_the_programmes_calendar(string time, string monday) => Assert.Equal(
        Day(monday), CardWeeks.WeekOf(ProgrammeCalendar.Moscow.DayOf(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("2026-11-16", "2026-11-18", "2026-11-27")]
    [InlineData("2026-11-16", "2026-11-26", "2026-11-27")]
    [InlineData("2026-11-16", "2026-11-27", "2026-12-04")]
    [InlineData("2026-11-16", "2026-11-28", "2026-12-04")]
    [InlineData("2026-11-16", "2026-12-03", "2026-12-04")]
    [InlineData("2026-11-16", "2026-12-04", "2026-12-11")]
    public void Week_is_credited_on_friday_of_the_next_one_and_what_comes_later_on_the_friday_to_come(
        string week, string today, string friday)
    {
        Assert.Equal(Day(friday), CardWeeks.CreditOf(Day(week), Day(today)));
        Assert.Equal(DayOfWeek.Friday, CardWeeks.CreditOf(Day(week), Day(today)).DayOfWeek);
    }

    [Theory]
    [InlineData("2026-11", "2026-12-11")]
    [InlineData("2026-05", "2026-06-05")]
    [InlineData("2026-12", "2027-01-08")]
    public void Month_is_closed_on_the_friday_that_credits_its_last_day(string month, string friday) =>
        Assert.Equal(Day(friday), CardWeeks.ClosingOf(YearMonth.Parse(month)));

    [Fact]
    public void Weeks_with_pages_are_found_again_newest_first_over_the_years()
    {
        var weeks = Enumerable.Range(0, 300).Select(i => Day("2022-01-03").AddDays(7 * i)).ToList();
        var card = weeks.Aggregate(new CardWorld().Card, (card, week) => card.Expect(week, new YearMonth(2026, 11), Day("2026-11-02")));

        Assert.Equal(weeks.OrderDescending(), CardPages.Back(card.Pages, DateOnly.MaxValue));
        Assert.Equal(weeks.Where(week => week <= Day("2024-01-01")).OrderDescending(), CardPages.Back(card.Pages, Day("2024-01-03")));
        Assert.InRange(card.Pages.Count, 6, 6);
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
