using Cashback.Phones;
using CsCheck;

namespace Cashback.Rules.Tests.Phones;

/// <summary>An address's codes, the programme's hour, the rate at which codes are asked for, and devices that are known again.</summary>
public sealed class SignInLimitTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Phone Number = new("+79161234567");
    private static readonly DeviceTokens Devices = new(KeyRing.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));

    [Fact]
    public void An_address_has_its_codes_at_once_and_is_slowed_down_after()
    {
        var pace = AddressPace.Unused;
        for (var i = 0; i < 100; i++)
        {
            Assert.True(pace.IsFree(Start));
            pace = pace.Take(100, Start);
        }

        Assert.False(pace.IsFree(Start));
        Assert.Equal(Start.AddSeconds(36), pace.NextAt);
    }

    [Fact]
    public void Each_code_more_makes_it_wait_longer_and_never_longer_than_five_minutes()
    {
        var (pace, now) = (AddressPace.Unused, Start);
        var waits = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            pace = pace.Take(100, now);
            waits.Add((pace.NextAt - now).TotalSeconds);
            now = pace.NextAt;
        }

        Assert.Equal([36, 72, 144, 288, 300, 300], waits.Where(wait => wait > 0).Take(6));
    }

    [Fact]
    public void A_quiet_hour_makes_it_as_new()
    {
        var pace = Enumerable.Range(0, 150).Aggregate(AddressPace.Unused, (pace, _) => pace.Take(100, Later(pace.NextAt, Start)));
        var later = pace.NextAt.AddHours(1);
        for (var i = 0; i < 99; i++)
        {
            pace = pace.Take(100, later);
            Assert.True(pace.IsFree(later));
        }
    }

    [Fact]
    public void An_address_never_waits_longer_than_five_minutes() =>
        Gen.Select(Gen.Int[1, 1_000], Gen.Int[0, 500].Array[1, 300]).Sample((perHour, seconds) =>
        {
            var (pace, now) = (AddressPace.Unused, Start);
            foreach (var second in seconds)
            {
                now = now.AddSeconds(second);
                Assert.True(pace.NextAt <= now + AddressPace.LongestPause);
                pace = pace.IsFree(now) ? pace.Take(perHour, now) : pace;
            }
        });

    [Fact]
    public void The_hours_budget_is_reserved_in_steps_and_never_passed()
    {
        var (hour, writes) = (new SignInHour(Start, 0), 0);
        for (var sent = 0L; sent < 20_000; sent++)
        {
            var next = hour.ReserveFor(sent, 20_000);
            writes += next == hour ? 0 : 1;
            hour = next;
            Assert.InRange(hour.Reserved, sent + 1, 20_000);
        }

        Assert.Equal(100, writes);
        Assert.Equal(Start, SignInHour.HourOf(Start.AddMinutes(59)));
    }

    [Fact]
    public void The_rate_is_that_of_the_last_minute()
    {
        var rate = Enumerable.Range(0, 60).Aggregate(CodeRequestRate.None, (rate, second) => rate.Add(Start.AddSeconds(second)));
        Assert.Equal(60, rate.PerMinute(Start.AddSeconds(59)));
        rate = rate.Add(Start.AddSeconds(90));
        Assert.Equal(31, rate.PerMinute(Start.AddSeconds(90)));
        Assert.Equal(1, rate.Add(Start.AddMinutes(10)).PerMinute(Start.AddMinutes(10)));
    }

    [Fact]
    public void A_device_is_known_again_for_a_year_by_its_number_and_owner_only()
    {
        var token = Devices.Make(Ulid.NewUlid(Start).ToString(), Number, "owner");
        Assert.NotNull(Devices.Read(token, Number, "owner", Start.AddDays(364)));
        Assert.Null(Devices.Read(token, Number, "owner", Start.AddDays(365).AddSeconds(1)));
        Assert.Null(Devices.Read(token, Number, "next owner", Start));
        Assert.Null(Devices.Read(token, new Phone("+79161234568"), "owner", Start));
        Assert.Null(new DeviceTokens(KeyRing.Of(new byte[32])).Read(token, Number, "owner", Start));
        Assert.All(
            [null, "", ".", token + "x", token[..^1], new string('x', 10_000)], text => Assert.Null(Devices.Read(text, Number, "owner", Start)));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
