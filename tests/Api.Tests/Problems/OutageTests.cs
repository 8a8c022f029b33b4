using System.Net.Sockets;
using Cashback.Api.Problems;
using Orleans.Serialization;

namespace Cashback.Api.Tests.Problems;

/// <summary>Nothing that the cluster does makes a 500.</summary>
public sealed class OutageTests
{
    public static TheoryData<string, Exception> Outages()
    {
        var timeout = new TimeoutException("no answer");
        return new TheoryData<string, Exception>
        {
            { "a silo that does not answer", timeout },
            { "a message that expired before its grain was placed", new OperationCanceledException("Message expired before placement could complete for grain") },
            { "a task that was cancelled", new TaskCanceledException() },
            { "a gateway with too much to do", new GatewayTooBusyException("busy") },
            { "a silo that is away", new SiloUnavailableException("gone") },
            { "a connection that broke", new IOException("reset", new SocketException(104)) },
            { "an exception that can't be sent", new CodecNotFoundException("Could not find a codec for type Polly.Timeout.TimeoutRejectedException.") },
            { "what could not be sent, wrapped", new InvalidOperationException("call failed", new SerializerException("unreadable")) },
            { "several at once", new AggregateException(new InvalidOperationException("first"), timeout) },
            { "a check of a token", new ClusterAwayException("not asked", new InvalidOperationException("anything")) },
        };
    }

    [Theory, MemberData(nameof(Outages))]
    public void What_the_cluster_throws_is_an_outage(string what, Exception exception) => Assert.True(Outage.Is(exception), what);

    [Fact]
    public void A_bug_is_none()
    {
        Assert.False(Outage.Is(new InvalidOperationException("a rule was broken")));
        Assert.False(Outage.Is(new AggregateException(new ArgumentException("bad"), new KeyNotFoundException())));
        Assert.False(Outage.Is(new ArgumentNullException("field")));
    }

    [Fact]
    public async Task A_token_whose_sign_in_can_not_be_asked_is_answered_503_and_not_500_or_401()
    {
        await using var api = await TestApi.StartAsync();
        var signedIn = await api.SignInAsync();
        await api.RestartAsync();
        foreach (var failure in (Func<Exception>[])[
            () => new OperationCanceledException("Message expired before placement could complete for grain session"),
            () => new CodecNotFoundException("Could not find a codec for type Polly.Timeout.TimeoutRejectedException."),
            () => new TimeoutException("no answer"),
            () => new InvalidOperationException("anything at all")])
        {
            api.Faults.FailReads(StateNames.Session, failure);
            using var response = await api.As(signedIn.Tokens.AccessToken).GetAsync("/api/v1/me");
            Assert.Equal("503 store-unavailable", await response.OutcomeAsync());
            Assert.NotNull(response.Headers.RetryAfter);
        }

        api.Faults.FailReads(StateNames.Session, null);
        Assert.Equal("200", await api.As(signedIn.Tokens.AccessToken).GetAsync("/api/v1/me").OutcomeAsync());
    }
}
