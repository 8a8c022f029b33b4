using Cashback.Api.Tests.Postbacks;

namespace Cashback.Api.Tests.Facade;

/// <summary>Who sends too slowly is cut off, and nobody waits for him.</summary>
public sealed class SlowSenderTests
{
    private const int Many = 200;

    [Fact]
    public async Task Senders_that_stop_half_way_are_cut_off_while_others_are_served()
    {
        await using var api = await TestApi.StartAsync("Cashback:Facade:HeadersTimeout=00:00:02", "Cashback:Facade:BodyGrace=00:00:02");
        var clicked = await Clicked.ByAsync(api);
        var slow = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => RawRequest.ConnectAsync(api)));
        try
        {
            foreach (var request in slow[..(Many / 2)])
            {
                await request.WriteAsync("POST /postbacks/admitad/sample-admitad-key HTTP/1.1\r\nHost: te");
            }

            foreach (var request in slow[(Many / 2)..])
            {
                await request.WriteAsync(
                    "POST /postbacks/admitad/sample-admitad-key HTTP/1.1\r\nHost: test\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60\r\n\r\nadmitad_id=1");
            }

            for (var n = 0; n < 20; n++)
            {
                Assert.Equal("200", await api.PostbackAsync(clicked.Message()).OutcomeAsync());
            }

            Assert.All(
                await Task.WhenAll(slow.Select(request => request.StatusAsync())), status => Assert.Contains(status, (int?[])[408, null]));
        }
        finally
        {
            Array.ForEach(slow, request => request.Dispose());
        }
    }

    [Fact]
    public async Task Batch_that_stalls_is_answered_as_far_as_it_came_and_ends()
    {
        await using var api = await TestApi.StartAsync("Cashback:Facade:BodyGrace=00:00:02");
        var clicked = await Clicked.ByAsync(api);
        using var request = await RawRequest.PostAsync(api, Batch.Address, Batch.Type);
        await request.SendAsync(Batch.LineOf(clicked.Message()) + "\n{\"admitad_id\":");

        Assert.Equal(200, await request.StatusAsync());
        Assert.Equal("1 applied", Batch.Said(Batch.Answers((await request.ReadLineAsync())!)[0]));
        Assert.Equal("2 stopped", Batch.Said(Batch.Answers((await request.ReadLineAsync())!)[0]));
        Assert.Null(await request.ReadLineAsync());
    }
}
