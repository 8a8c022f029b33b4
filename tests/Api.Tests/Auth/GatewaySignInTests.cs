using System.Net.Http.Json;
using Cashback.Api.Tests.Account;
using Cashback.Phones;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Api.Tests.Auth;

/// <summary>Signing in by the operator's gateway. Two keys are set: the one in use, and the one that replaces it.</summary>
public sealed class GatewaySignInTests(GatewayApi own, SharedApi shared) : IClassFixture<GatewayApi>
{
    private const string Address = "/api/v1/auth/gateway";
    private readonly TestApi _api = own.Api;
    private static int _nonces;

    private DateTimeOffset Now => _api.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    [Fact]
    public async Task Number_that_the_gateway_vouches_for_is_registered_and_signed_in()
    {
        var phone = TestApi.NewNumber();

        using var first = await SendAsync(Header(phone), new { email = "anna@example.ru", locale = "en" });
        var tokens = (await first.Content.ReadFromJsonAsync<Tokens>())!;
        using var second = await SendAsync(Header(phone, key: "new"));
        var again = (await second.Content.ReadFromJsonAsync<Tokens>())!;

        Assert.Equal((true, false), (tokens.Registered, again.Registered));
        Assert.Equal(tokens.SubscriberId, again.SubscriberId);
        using var me = _api.As(tokens.AccessToken);
        var account = await me.ReadAsync("/api/v1/me");
        Assert.Equal((phone, "anna@example.ru", "individual"), (account.Text("phone"), account.Text("email"), account.Text("kind")));
    }

    [Fact]
    public async Task Same_number_is_the_same_subscriber_by_code_and_by_gateway()
    {
        var byCode = await _api.SignInAsync();

        using var response = await SendAsync(Header(byCode.Phone));

        Assert.Equal(byCode.Tokens.SubscriberId, (await response.Content.ReadFromJsonAsync<Tokens>())!.SubscriberId);
    }

    [Fact]
    public async Task Header_that_was_used_is_refused_even_after_a_restart()
    {
        await using var api = await TestApi.StartAsync(GatewayApi.Settings);
        var header = new GatewayAssertion(
            "old", new Phone(TestApi.NewNumber()), api.Services.GetRequiredService<TimeProvider>().GetUtcNow(), Nonce()).Sign(GatewayApi.Old);

        Assert.Equal("200", await SendAsync(api, header).OutcomeAsync());
        Assert.Equal("401 gateway-refused", await SendAsync(api, header).OutcomeAsync());
        await api.RestartAsync();
        Assert.Equal("401 gateway-refused", await SendAsync(api, header).OutcomeAsync());
    }

    [Fact]
    public async Task Header_that_comes_many_times_at_once_signs_in_once()
    {
        var header = Header(TestApi.NewNumber());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(_api, header).OutcomeAsync()));

        Assert.Single(outcomes, outcome => outcome == "200");
        Assert.Equal(7, outcomes.Count(outcome => outcome == "401 gateway-refused"));
    }

    [Fact]
    public async Task Number_that_signs_in_by_many_headers_at_once_registers_one_subscriber()
    {
        var phone = TestApi.NewNumber();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var response = await SendAsync(Header(phone));
            return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Tokens>())!;
        }));

        Assert.Single(tokens, token => token.Registered);
        Assert.Single(tokens.Select(token => token.SubscriberId).Distinct());
        using var operations = _api.Operator();
        Assert.Single((await operations.ReadAsync($"/ops/v1/subscribers?phone={Uri.EscapeDataString(phone)}")).Items());
    }

    [Theory]
    [InlineData(-91, "401 gateway-refused")]
    [InlineData(-80, "200")]
    [InlineData(25, "200")]
    [InlineData(40, "401 gateway-refused")]
    public async Task Clock_of_the_gateway_may_be_off_by_half_a_minute(int seconds, string outcome) =>
        Assert.Equal(outcome, await SendAsync(_api, Header(TestApi.NewNumber(), Now.AddSeconds(seconds))).OutcomeAsync());

    [Fact]
    public async Task Number_of_another_operator_is_refused_however_well_it_is_signed() =>
        Assert.Equal("401 gateway-refused", await SendAsync(_api, Header(TestApi.NewNumber("903"))).OutcomeAsync());

    [Fact]
    public async Task Missing_malformed_and_wrongly_signed_headers_are_answered_alike()
    {
        var phone = new Phone(TestApi.NewNumber());
        foreach (var header in new[]
        {
            null,
            "",
            "v1",
            "v1;key=old;phone=+79161234567",
            new GatewayAssertion("old", phone, Now, Nonce()).Sign(new byte[32]),
            new GatewayAssertion("new", phone, Now, Nonce()).Sign(GatewayApi.Old),
            new GatewayAssertion("nobody", phone, Now, Nonce()).Sign(GatewayApi.Old),
            new string('x', 2000),
        })
        {
            using var response = await SendAsync(_api, header);
            Assert.Equal("401 gateway-refused", await response.OutcomeAsync());
            Assert.NotEmpty(response.Headers.WwwAuthenticate);
        }
    }

    [Fact]
    public async Task Wrong_wishes_are_named_and_use_nothing_up()
    {
        var header = Header(TestApi.NewNumber());

        using var refused = await SendAsync(header, new { locale = "de", email = "nobody" });
        Assert.Equal(["locale", "email"], await refused.FieldsAsync());

        using var response = await SendAsync(header);
        Assert.Equal("200", await response.OutcomeAsync());
    }

    [Fact]
    public async Task Without_a_key_there_is_no_such_address() =>
        Assert.Equal("404 not-found", await SendAsync(shared.Api, Header(TestApi.NewNumber())).OutcomeAsync());

    [Theory]
    [InlineData("Cashback:GatewaySignIn:Keys:old=c2hvcnQ=", "Cashback:GatewaySignIn:Keys:old")]
    [InlineData("Cashback:GatewaySignIn:Keys:old=not base64", "Cashback:GatewaySignIn:Keys:old")]
    [InlineData("Cashback:GatewaySignIn:Keys:a;b=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "Cashback:GatewaySignIn:Keys:a;b")]
    [InlineData("Cashback:GatewaySignIn:Keys:third=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "holds 3 keys")]
    public async Task Key_that_can_not_be_one_stops_the_start_with_its_name(string setting, string complaint)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => TestApi.StartAsync([.. GatewayApi.Settings, setting]));

        Assert.Contains(complaint, refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ=", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_header_nor_number_is_logged()
    {
        var phone = TestApi.NewNumber();
        var header = Header(phone);
        using var response = await SendAsync(header);

        Assert.DoesNotContain(
            _api.Logs.Lines,
            line => line.Contains(phone[1..], StringComparison.Ordinal) || line.Contains(header[^64..], StringComparison.Ordinal));
    }

    private string Header(string phone, DateTimeOffset? at = null, string key = "old") =>
        new GatewayAssertion(key, new Phone(phone), at ?? Now, Nonce()).Sign(key == "old" ? GatewayApi.Old : GatewayApi.New);

    private static string Nonce() => $"nonce-of-a-test-{Interlocked.Increment(ref _nonces)}";

    private Task<HttpResponseMessage> SendAsync(string header, object? body = null) => SendAsync(_api, header, body);

    private static async Task<HttpResponseMessage> SendAsync(TestApi api, string? header, object? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = body is null ? null : JsonContent.Create(body) };
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Cashback-Gateway", header);
        }

        return await api.Client.SendAsync(request);
    }
}

public sealed class GatewayApi : IAsyncLifetime
{
    internal static readonly byte[] Old = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    internal static readonly byte[] New = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];

    internal static string[] Settings =>
        [$"Cashback:GatewaySignIn:Keys:old={Convert.ToBase64String(Old)}", $"Cashback:GatewaySignIn:Keys:new={Convert.ToBase64String(New)}"];

    public TestApi Api { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Api = await TestApi.StartAsync(Settings);

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
