using Cashback.Certificates;
using Cashback.Support;

namespace Cashback.Grains.Tests.Certificates;

public sealed class GuessGuardTests : IAsyncLifetime
{
    private TestProgramme _programme = null!;

    public async ValueTask InitializeAsync() => _programme = await TestProgramme.StartAsync();

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    private IGuessGuardGrain Guard => _programme.Grains.GetGrain<IGuessGuardGrain>(GrainKeys.Guesses("key-1"));

    [Fact]
    public async Task Flood_of_guesses_at_the_same_moment_gets_no_further_than_one_after_the_other()
    {
        var entered = (await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Guard.EnterAsync()))).Count(wait => wait is null);
        Assert.InRange(entered, 1, 20);

        await Task.WhenAll(Enumerable.Range(0, entered).Select(_ => Guard.LeaveAsync(wrongCode: true)));
        Assert.True(await Guard.EnterAsync() > TimeSpan.FromMinutes(59));
    }

    [Fact]
    public async Task Block_outlives_a_restart_and_ends_after_an_hour()
    {
        for (var guess = 0; guess < 20; guess++)
        {
            await _programme.SkipAsync(TimeSpan.FromMinutes(2));
            Assert.Null(await Guard.EnterAsync());
            await Guard.LeaveAsync(wrongCode: true);
        }

        await _programme.RestartAsync();
        Assert.NotNull(await Guard.EnterAsync());
        await _programme.SkipAsync(TimeSpan.FromHours(1));
        Assert.Null(await Guard.EnterAsync());
    }

    [Fact]
    public async Task Right_codes_are_never_slowed_down()
    {
        for (var purchase = 0; purchase < 50; purchase++)
        {
            Assert.Null(await Guard.EnterAsync());
            await Guard.LeaveAsync(wrongCode: false);
        }
    }

    [Fact]
    public async Task Caller_that_never_said_how_it_went_does_not_hold_up_the_next_for_long()
    {
        for (var lost = 0; lost < 20; lost++)
        {
            Assert.Null(await Guard.EnterAsync());
        }

        Assert.NotNull(await Guard.EnterAsync());
        await _programme.SkipAsync(TimeSpan.FromSeconds(30));
        Assert.Null(await Guard.EnterAsync());
    }
}
