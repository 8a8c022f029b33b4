using Cashback.Api.Tests.Account;

namespace Cashback.Api.Tests.Operations;

public sealed class SubscriberTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task A_subscriber_is_found_by_number_and_by_id_with_purchases_and_history()
    {
        var subscriber = await _api.SignInAsync();
        var purchase = await _api.BuyAsync(subscriber);
        var id = subscriber.Tokens.SubscriberId;
        using var op = _api.Operator();

        var byPhone = (await op.ReadAsync($"/ops/v1/subscribers?phone={Uri.EscapeDataString(subscriber.Phone)}")).Items().Single();
        var byId = (await op.ReadAsync($"/ops/v1/subscribers?id={id}")).Items().Single();
        Assert.Equal(id, byPhone.Text("subscriberId"));
        Assert.Equal(50, byId.GetProperty("balance").Number("accruedThisMonth"));
        Assert.Equal(id, (await op.ReadAsync($"/ops/v1/subscribers/{id}")).Text("subscriberId"));
        Assert.Equal(purchase, (await op.ReadAsync($"/ops/v1/subscribers/{id}/purchases")).Items().Single().Text("id"));
        Assert.NotEmpty((await op.ReadAsync($"/ops/v1/subscribers/{id}/history?type=purchase")).Items());
    }

    [Fact]
    public async Task Each_look_is_logged_with_the_name_of_the_key_and_never_the_number()
    {
        var subscriber = await _api.SignInAsync();
        using var op = _api.Operator();
        await op.ReadAsync($"/ops/v1/subscribers?phone={Uri.EscapeDataString(subscriber.Phone)}");
        await op.ReadAsync($"/ops/v1/subscribers/{subscriber.Tokens.SubscriberId}/history");

        var looks = _api.Logs.Lines.Where(line => line.Contains(subscriber.Tokens.SubscriberId, StringComparison.Ordinal)
            && line.Contains("looked at", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, looks.Count);
        Assert.All(looks, look => Assert.Contains("key sample looked at", look, StringComparison.Ordinal));
        Assert.Contains(looks, look => look.Contains(subscriber.Phone[..5] + "***", StringComparison.Ordinal));
        Assert.DoesNotContain(_api.Logs.Lines, line => line.Contains(subscriber.Phone[1..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_found_under_a_number_or_id_that_is_not_registered()
    {
        using var op = _api.Operator();
        Assert.Empty((await op.ReadAsync($"/ops/v1/subscribers?phone={Uri.EscapeDataString(TestApi.NewNumber())}")).Items());
        Assert.Empty((await op.ReadAsync("/ops/v1/subscribers?id=nobody")).Items());
        foreach (var path in (string[])["nobody", "01HZX3J9R8N6T5V4W3Y2Z1A0BC", "nobody/purchases", "nobody/history"])
        {
            Assert.Equal("404 not-found", await op.GetAsync(new Uri("/ops/v1/subscribers/" + path, UriKind.Relative)).OutcomeAsync());
        }
    }

    [Theory]
    [InlineData("", "id")]
    [InlineData("?id=a&phone=b", "phone")]
    [InlineData("?phone=12", "phone")]
    [InlineData("?phone=%2B77011234567", "phone")]
    public async Task A_look_up_that_makes_no_sense_is_refused_with_its_field(string query, string field)
    {
        using var op = _api.Operator();
        using var response = await op.GetAsync(new Uri("/ops/v1/subscribers" + query, UriKind.Relative));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
    }
}
