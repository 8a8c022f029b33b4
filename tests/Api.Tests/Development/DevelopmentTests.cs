using System.Net.Http.Json;
using Cashback.Api.Tests.Account;
using Cashback.Support;

namespace Cashback.Api.Tests.Development;

public sealed class DevelopmentTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Theory]
    [InlineData("P1W", 7 * 24 * 60)]
    [InlineData("P2DT3H4M", (2 * 24 * 60) + (3 * 60) + 4)]
    [InlineData("PT90M", 90)]
    public async Task The_clock_moves_by_a_duration(string by, int minutes)
    {
        await using var api = await TestApi.StartAsync();
        var before = (await api.Client.ReadAsync("/dev/clock")).GetProperty("now").GetDateTimeOffset();
        using var response = await api.Client.PostAsJsonAsync("/dev/clock/advance", new { by });
        var after = (await response.EnsureSuccessStatusCode().JsonAsync()).GetProperty("now").GetDateTimeOffset();
        Assert.InRange(after - before, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes + 2));
    }

    [Fact]
    public async Task A_programme_that_is_silent_at_the_start_is_waited_for_with_a_message()
    {
        await using var api = await TestApi.StartAsync();
        api.Faults.Away = true;

        var restarted = api.RestartAsync();
        await Eventually.TrueAsync(
            () => Task.FromResult(api.Logs.Lines.Any(line => line.Contains("so the API waits with its start", StringComparison.Ordinal))), "it says that it waits");
        Assert.False(restarted.IsCompleted);
        api.Faults.Away = false;
        await restarted;

        Assert.NotEmpty((await api.Client.ReadAsync("/api/v1/stores")).Items());
    }

    [Theory]
    [InlineData("P1M", "400 invalid-request")]
    [InlineData("P", "400 invalid-request")]
    [InlineData("P1DT", "400 invalid-request")]
    [InlineData("-P1D", "400 invalid-request")]
    [InlineData("tomorrow", "400 invalid-request")]
    [InlineData("P9999999D", "400 invalid-request")]
    [InlineData("PT0S", "422 invalid-duration")]
    [InlineData("P401D", "422 invalid-duration")]
    [InlineData("P999999W", "422 invalid-duration")]
    public async Task A_duration_that_makes_no_sense_is_refused_with_its_field(string by, string outcome)
    {
        using var response = await _api.Client.PostAsJsonAsync("/dev/clock/advance", new { by });
        Assert.Equal(outcome, await response.OutcomeAsync());
        Assert.Equal(["by"], await response.FieldsAsync());
    }

    [Fact]
    public async Task The_outbox_shows_the_messages_to_one_number()
    {
        var phone = (await _api.SignInAsync()).Phone;
        var letter = (await _api.Client.ReadAsync($"/dev/outbox?to={Uri.EscapeDataString(phone)}")).Items().Single();
        Assert.Equal("sms", letter.Text("channel"));
        Assert.Equal(phone, letter.Text("to"));
        Assert.Matches("[0-9]{6}", letter.Text("text"));
        Assert.Equal(["at", "channel", "to", "text"], letter.EnumerateObject().Select(field => field.Name));
        Assert.Single((await _api.Client.ReadAsync($"/dev/outbox?to={phone}")).Items());
    }

    [Theory]
    [InlineData("/dev/clock")]
    [InlineData("/dev/outbox")]
    public async Task Neither_exists_outside_of_Development(string path)
    {
        await using var production = await TestApi.StartAsync(
            "environment=Production",
            $"Cashback:Secret={Convert.ToBase64String(new byte[32])}",
            "Cashback:Billing:Url=https://billing.example/",
            "Cashback:Sms:ApiKey=key",
            "Cashback:Smtp:Host=smtp.example",
            "Cashback:Smtp:From=cashback@example.ru");
        Assert.Equal("404 not-found", await production.Client.GetAsync(new Uri(path, UriKind.Relative)).OutcomeAsync());
    }
}
