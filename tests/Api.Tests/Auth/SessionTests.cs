using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cashback.Api.Tests.Auth;

/// <summary>Access and refresh tokens, and the end of a sign-in.</summary>
public sealed class SessionTests(OwnApi own) : IClassFixture<OwnApi>
{
    private readonly TestApi _api = own.Api;

    [Fact]
    public async Task A_refresh_token_gives_a_new_pair_that_works()
    {
        var signedIn = await _api.SignInAsync();
        var next = await RefreshedAsync(signedIn.Tokens.RefreshToken);

        Assert.NotEqual(signedIn.Tokens.RefreshToken, next.RefreshToken);
        Assert.Equal(signedIn.Tokens.SubscriberId, next.SubscriberId);
        Assert.False(next.Registered);
        Assert.Equal("200", await MeAsync(next));
    }

    [Fact]
    public async Task A_second_use_of_a_refresh_token_ends_the_sign_in_everywhere()
    {
        var first = (await _api.SignInAsync()).Tokens;
        var second = await RefreshedAsync(first.RefreshToken);
        await _api.AdvanceAsync(TimeSpan.FromSeconds(31));

        Assert.Equal("401 sign-in-ended", await _api.RefreshAsync(first.RefreshToken).OutcomeAsync());
        Assert.Equal("401 sign-in-ended", await _api.RefreshAsync(second.RefreshToken).OutcomeAsync());
        Assert.Equal("401 not-signed-in", await MeAsync(first));
        Assert.Equal("401 not-signed-in", await MeAsync(second));
    }

    [Fact]
    public async Task A_stolen_older_token_ends_the_sign_in_even_within_the_grace()
    {
        var first = (await _api.SignInAsync()).Tokens;
        var second = await RefreshedAsync(first.RefreshToken);
        var third = await RefreshedAsync(second.RefreshToken);
        var fourth = await RefreshedAsync(third.RefreshToken);

        Assert.Equal("401 sign-in-ended", await _api.RefreshAsync(first.RefreshToken).OutcomeAsync());
        Assert.Equal("401 not-signed-in", await MeAsync(fourth));
    }

    [Fact]
    public async Task Three_tabs_that_trade_one_after_the_other_stay_signed_in()
    {
        var first = (await _api.SignInAsync()).Tokens;
        var second = await RefreshedAsync(first.RefreshToken);
        var third = await RefreshedAsync(second.RefreshToken);

        var straggler = await RefreshedAsync(first.RefreshToken);
        Assert.Equal(third.RefreshToken, straggler.RefreshToken);
        Assert.Equal("200", await MeAsync(straggler));
        Assert.Equal("200", await MeAsync(await RefreshedAsync(third.RefreshToken)));
    }

    [Fact]
    public async Task A_sign_in_ends_after_180_days_however_often_it_is_used()
    {
        var tokens = (await _api.SignInAsync()).Tokens;
        for (var month = 0; month < 5; month++)
        {
            await _api.AdvanceAsync(TimeSpan.FromDays(35));
            tokens = await RefreshedAsync(tokens.RefreshToken);
        }

        await _api.AdvanceAsync(TimeSpan.FromDays(5));
        Assert.Equal("401 sign-in-ended", await _api.RefreshAsync(tokens.RefreshToken).OutcomeAsync());
    }

    [Fact]
    public async Task Requests_in_parallel_with_one_refresh_token_get_the_same_successor()
    {
        var first = (await _api.SignInAsync()).Tokens;
        var pairs = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RefreshedAsync(first.RefreshToken)));
        await _api.AdvanceAsync(TimeSpan.FromSeconds(20));
        var late = await RefreshedAsync(first.RefreshToken);

        Assert.Single(pairs.Append(late).Select(pair => pair.RefreshToken).Distinct());
        Assert.Equal("200", await MeAsync(late));
        Assert.Equal("200", await MeAsync(await RefreshedAsync(pairs[0].RefreshToken)));
    }

    [Fact]
    public async Task Signing_out_ends_the_tokens_at_once_and_no_other_sign_in()
    {
        var phone = TestApi.NewNumber();
        var left = await _api.SignInAsync(phone);
        await _api.AdvanceAsync(TimeSpan.FromSeconds(60));
        var kept = await _api.SignInAsync(phone);

        Assert.Equal("204", await left.Client.PostAsync("/api/v1/auth/logout", null).OutcomeAsync());
        Assert.Equal("401 not-signed-in", await MeAsync(left.Tokens));
        Assert.Equal("401 sign-in-ended", await _api.RefreshAsync(left.Tokens.RefreshToken).OutcomeAsync());
        Assert.Equal("401 not-signed-in", await left.Client.PostAsync("/api/v1/auth/logout", null).OutcomeAsync());
        Assert.Equal("200", await MeAsync(kept.Tokens));
    }

    [Fact]
    public async Task An_access_token_lives_fifteen_minutes_and_the_refresh_token_goes_on()
    {
        var tokens = (await _api.SignInAsync()).Tokens;
        await _api.AdvanceAsync(TimeSpan.FromMinutes(14));
        Assert.Equal("200", await MeAsync(tokens));

        await _api.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal("401 not-signed-in", await MeAsync(tokens));
        Assert.Equal("200", await MeAsync(await RefreshedAsync(tokens.RefreshToken)));
    }

    [Fact]
    public async Task A_sign_in_that_is_not_used_for_sixty_days_ends()
    {
        var (idle, used) = ((await _api.SignInAsync()).Tokens, (await _api.SignInAsync()).Tokens);
        await _api.AdvanceAsync(TimeSpan.FromDays(30));
        used = await RefreshedAsync(used.RefreshToken);
        await _api.AdvanceAsync(TimeSpan.FromDays(30));

        Assert.Equal("401 sign-in-ended", await _api.RefreshAsync(idle.RefreshToken).OutcomeAsync());
        Assert.Equal("200", await _api.RefreshAsync(used.RefreshToken).OutcomeAsync());
    }

    [Fact]
    public async Task Forged_refresh_tokens_are_refused_and_end_nothing()
    {
        var tokens = (await _api.SignInAsync()).Tokens;
        var parts = tokens.RefreshToken.Split('.', 3);
        string[] forged =
        [
            "", "x", "..", "a.b.c", $"{parts[0]}.2.{parts[2]}", $"{parts[0]}.01.{parts[2]}", $"{parts[0]}.-1.{parts[2]}",
            $"{parts[0]}.1.{parts[2]}A", tokens.RefreshToken + " ", tokens.AccessToken, new string('9', 4000),
        ];
        foreach (var token in forged)
        {
            Assert.Equal("401 sign-in-ended", await _api.RefreshAsync(token).OutcomeAsync());
        }

        Assert.Equal("200", await MeAsync(await RefreshedAsync(tokens.RefreshToken)));
    }

    [Fact]
    public async Task Forged_access_tokens_are_refused()
    {
        var tokens = (await _api.SignInAsync()).Tokens;
        var key = new SymmetricSecurityKey(_api.Services.GetRequiredService<Secrets>().AccessTokens.CurrentKey);
        var parts = tokens.AccessToken.Split('.');
        var none = Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""");
        Assert.Equal("200", await MeAsync(Token(tokens, key)));
        string[] forged =
        [
            $"{none}.{parts[1]}.", $"{parts[0]}.{parts[1]}.", tokens.AccessToken[..^2] + "AA", "x", "a.b.c", tokens.RefreshToken,
            Token(tokens, new SymmetricSecurityKey(Encoding.UTF8.GetBytes(new string('k', 32)))),
            Token(tokens, key, type: "JWT"),
            Token(tokens, key, audience: "cashback-operations"),
            Token(tokens, key, issuer: "somebody"),
            Token(tokens, key, subscriber: "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
            Token(tokens, key, session: "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        ];
        foreach (var (token, number) in forged.Select((token, number) => (token, number)))
        {
            Assert.True(await MeAsync(token) == "401 not-signed-in", $"forgery {number} was taken");
        }
    }

    [Fact]
    public async Task A_sign_in_outlives_a_restart()
    {
        await using var api = await TestApi.StartAsync();
        var signedIn = await api.SignInAsync();
        await api.RestartAsync();

        Assert.Equal("200", await api.As(signedIn.Tokens.AccessToken).GetAsync("/api/v1/me").OutcomeAsync());
        Assert.Equal("200", await api.RefreshAsync(signedIn.Tokens.RefreshToken).OutcomeAsync());
    }

    private Task<string> MeAsync(Tokens tokens) => MeAsync(tokens.AccessToken);

    private async Task<string> MeAsync(string accessToken)
    {
        using var client = _api.As(accessToken);
        return await client.GetAsync("/api/v1/me").OutcomeAsync();
    }

    private async Task<Tokens> RefreshedAsync(string refreshToken)
    {
        using var response = await _api.RefreshAsync(refreshToken);
        Assert.Equal("200", await response.OutcomeAsync());
        return (await response.Content.ReadFromJsonAsync<Tokens>())!;
    }

    private string Token(
        Tokens real,
        SymmetricSecurityKey key,
        string type = "at+jwt",
        string audience = "cashback-subscribers",
        string issuer = "cashback",
        string? subscriber = null,
        string? session = null)
    {
        var sessionId = session ?? real.RefreshToken.Split('.')[0];
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            TokenType = type,
            Expires = _api.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddMinutes(5).UtcDateTime,
            NotBefore = DateTime.UnixEpoch,
            Subject = new ClaimsIdentity([new Claim("sub", subscriber ?? real.SubscriberId), new Claim("sid", sessionId)]),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });
    }
}
