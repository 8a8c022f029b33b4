using Cashback.Certificates;

namespace Cashback.Rules.Tests.Certificates;

public sealed class GuessesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    [InlineData(7, 2)]
    [InlineData(8, 4)]
    [InlineData(11, 32)]
    [InlineData(12, 60)]
    [InlineData(19, 60)]
    [InlineData(20, 3600)]
    public void After_some_free_tries_each_wrong_code_costs_more_time_until_the_caller_is_blocked(int wrong, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Wrong(wrong).Wait(Now));

    [Fact]
    public void Wait_gets_shorter_with_time_and_ends()
    {
        Assert.Equal(TimeSpan.FromMinutes(59), Wrong(20).Wait(Now.AddMinutes(1)));
        Assert.Equal(TimeSpan.Zero, Wrong(20).Wait(Now.AddHours(1)));
    }

    [Fact]
    public void An_hour_without_a_wrong_code_forgets_all()
    {
        Assert.Equal(20, Guesses.WrongAgain(Wrong(19), Now.AddMinutes(59)).Wrong);
        Assert.Equal(1, Guesses.WrongAgain(Wrong(20), Now.AddHours(1)).Wrong);
    }

    [Theory]
    [InlineData(1, 19)]
    [InlineData(5, 15)]
    [InlineData(6, 1)]
    [InlineData(25, 1)]
    public void No_more_are_let_in_at_once_than_would_block_together(int wrong, int atOnce)
    {
        Assert.Equal(atOnce, Wrong(wrong).AtOnce(Now));
        Assert.Equal(20, Wrong(wrong).AtOnce(Now.AddHours(1)));
    }

    private static Guesses Wrong(int times) =>
        Enumerable.Range(0, times).Aggregate((Guesses?)null, (before, _) => Guesses.WrongAgain(before, Now))!;
}
