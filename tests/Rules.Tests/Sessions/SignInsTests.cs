using Cashback.Sessions;

namespace Cashback.Rules.Tests.Sessions;

public sealed class SignInsTests
{
    [Fact]
    public void Newest_comes_first_and_the_same_one_stands_once() =>
        Assert.Equal(["b", "a"], SignIns.None.Add("b").Next.Add("a").Next.Add("b").Next.Sessions);

    [Fact]
    public void One_more_than_fit_pushes_out_the_oldest()
    {
        var signIns = Enumerable.Range(1, SignIns.Max).Aggregate(SignIns.None, (all, number) => all.Add($"{number}").Next);
        var (next, pushed) = signIns.Add("new");
        Assert.Equal(["1"], pushed);
        Assert.Equal(SignIns.Max, next.Sessions.Count);
    }

    [Fact]
    public void What_has_ended_is_taken_out() =>
        Assert.Equal(["b"], SignIns.None.Add("a").Next.Add("b").Next.Without(["a", "x"]).Sessions);
}
