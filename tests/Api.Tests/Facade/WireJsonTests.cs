using System.Diagnostics;
using System.Text.Json;
using Cashback.Api.Json;

namespace Cashback.Api.Tests.Facade;

public sealed class WireJsonTests
{
    [Theory]
    [InlineData("2026-11-20T10:00:00+03:00", true)]
    [InlineData("2026-11-20T10:00:00Z", true)]
    [InlineData("2026-11-20T10:00:00.123-05:30", true)]
    [InlineData("2026-11-20T10:00:00", false)]
    [InlineData("2026-11-20", false)]
    [InlineData("2026-11-20T10:00:00+03", false)]
    [InlineData("T", false)]
    [InlineData("Z", false)]
    [InlineData("", false)]
    public void A_time_needs_its_offset(string text, bool read) => Assert.Equal(read, Reads<DateTimeOffset>($"\"{text}\""));

    [Theory]
    [InlineData("T", 60_000)]
    [InlineData("2026-11-20T10:00:00+03:00", 60_000)]
    [InlineData("\\u0054", 60_000)]
    public void A_long_text_in_the_place_of_a_time_is_refused_at_once(string part, int times)
    {
        var json = $"\"{string.Concat(Enumerable.Repeat(part, times))}\"";
        var since = Stopwatch.GetTimestamp();

        Assert.False(Reads<DateTimeOffset>(json));
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("""{"amount":"1","currency":"RUB"}""", true)]
    [InlineData("""{"amount":"1","amount":"2","currency":"RUB"}""", false)]
    [InlineData("""{"amount":"1","currency":"RUB","currency":"USD"}""", false)]
    [InlineData("""{"amount":"1","currency":"RUB","x":1,"x":1}""", false)]
    public void Money_has_each_of_its_members_once(string json, bool read) => Assert.Equal(read, Reads<Money>(json));

    private static bool Reads<T>(string json)
    {
        try
        {
            JsonSerializer.Deserialize<T>(json, WireJson.Options);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
