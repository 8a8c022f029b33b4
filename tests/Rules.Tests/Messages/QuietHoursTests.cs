using Cashback.Messages;

namespace Cashback.Rules.Tests.Messages;

public class QuietHoursTests
{
    [Theory]
    [InlineData("22:00-09:00", "2026-11-22T21:59:59", null)]
    [InlineData("22:00-09:00", "2026-11-22T22:00:00", "2026-11-23T09:00:00")]
    [InlineData("22:00-09:00", "2026-11-22T23:59:59", "2026-11-23T09:00:00")]
    [InlineData("22:00-09:00", "2026-11-23T00:00:00", "2026-11-23T09:00:00")]
    [InlineData("22:00-09:00", "2026-11-23T08:59:59", "2026-11-23T09:00:00")]
    [InlineData("22:00-09:00", "2026-11-23T09:00:00", null)]
    [InlineData("13:00-14:30", "2026-11-23T13:15:00", "2026-11-23T14:30:00")]
    [InlineData("13:00-14:30", "2026-11-23T12:59:00", null)]
    [InlineData("00:00-06:00", "2026-11-23T00:00:00", "2026-11-23T06:00:00")]
    [InlineData("22:00-00:00", "2026-11-22T23:00:00", "2026-11-23T00:00:00")]
    [InlineData("none", "2026-11-23T03:00:00", null)]
    public void Quiet_hours_go_by_the_programmes_calendar_and_over_midnight(string setting, string local, string? end)
    {
        Assert.True(QuietHours.TryParse(setting, out var quiet));

        Assert.Equal(end is null ? null : Moscow(end), quiet?.EndAfter(Moscow(local).ToUniversalTime(), ProgrammeCalendar.Moscow));
    }

    [Theory]
    [InlineData("")]
    [InlineData("22-9")]
    [InlineData("22:00")]
    [InlineData("22:00-22:00")]
    [InlineData("24:00-09:00")]
    [InlineData("22:00-09:00-10:00")]
    [InlineData("None")]
    public void Text_that_is_no_quiet_hours_is_not_read(string setting) => Assert.False(QuietHours.TryParse(setting, out _));

    private static DateTimeOffset Moscow(string local) =>
        DateTimeOffset.Parse(local + "+03:00", System.Globalization.CultureInfo.InvariantCulture);
}
