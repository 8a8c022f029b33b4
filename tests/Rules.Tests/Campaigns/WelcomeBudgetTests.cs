using Cashback.Campaigns;
using CsCheck;

namespace Cashback.Rules.Tests.Campaigns;

/// <summary>Books of claims and their campaign's budget, with crashes between the two.</summary>
public sealed class WelcomeBudgetTests
{
    private const long Reward = 1_350;

    [Fact]
    public void Budget_covers_as_many_rewards_as_fit_and_no_more()
    {
        var budget = new WelcomeBudget();
        var covered = 0;
        for (var book = 0; book < 10; book++)
        {
            (budget, var yes) = budget.Reserve(book, Reward, 1, 7 * Reward + 1_349);
            covered += yes ? 1 : 0;
        }

        Assert.Equal((7, 7 * Reward), (covered, budget.Reserved));
    }

    [Fact]
    public void Same_reservation_again_counts_once_and_an_older_one_not_at_all()
    {
        var (budget, _) = new WelcomeBudget().Reserve(1, Reward, 5, 10_000);

        Assert.Same(budget, budget.Reserve(1, Reward, 5, 10_000).Next);
        Assert.Equal((budget, false), budget.Reserve(1, 5 * Reward, 4, 10_000));
    }

    [Fact]
    public void Budget_that_was_lowered_below_what_is_promised_takes_nothing_back_and_gives_nothing_more()
    {
        var (budget, _) = new WelcomeBudget().Reserve(1, 3 * Reward, 1, 3 * Reward);

        Assert.False(budget.Reserve(2, Reward, 1, Reward).Covered);
        Assert.True(budget.Reserve(1, 2 * Reward, 2, Reward).Covered);
    }

    [Fact]
    public void Number_has_the_reward_once_whichever_account_it_comes_with()
    {
        var book = new ClaimBook().With(Claim("hash", "first", true, 1));

        Assert.Equal(ClaimResult.Granted, book.AnswerTo(Claim("hash", "first", true, 1)));
        Assert.Equal(ClaimResult.HadBefore, book.AnswerTo(Claim("hash", "returned", true, 1)));
        Assert.Equal(ClaimResult.Released, book.AnswerTo(Claim("hash", "returned", false, 2)));
        book = book.With(Claim("hash", "first", false, 2));
        Assert.Equal(ClaimResult.Released, book.AnswerTo(Claim("hash", "first", true, 1)));
        Assert.Null(book.AnswerTo(Claim("hash", "returned", true, 1)));
        Assert.Equal(0, book.Total);
    }

    /// <summary>A step: a claimant of a book wants the reward or gives it back, and it breaks off after so many writes.</summary>
    [Fact]
    public void Promises_never_exceed_the_budget_whatever_breaks_off()
    {
        var step = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 3]);
        Gen.Select(step.Array[1, 60], Gen.Long[0, 12]).Sample(
            (steps, rewards) =>
            {
                var world = new Books(rewards * Reward);
                foreach (var (claimant, book, wanted, breaksAfter) in steps)
                {
                    world.Claim($"claimant{claimant}", book, wanted, breaksAfter);
                    Assert.InRange(world.Promised, 0, rewards * Reward);
                    Assert.True(world.Promised <= world.Budget.Reserved, "More is promised than the budget knows of.");
                }

                world.RepeatAll();
                Assert.Equal(world.Promised, world.Budget.Reserved);
            },
            iter: 3_000);
    }

    private static WelcomeClaim Claim(string hash, string subscriber, bool wanted, long revision) =>
        new(hash, subscriber, wanted, Reward, revision);

    /// <summary>The grains' protocol with their writes one by one.</summary>
    private sealed class Books(long budgetSize)
    {
        private readonly Dictionary<int, ClaimBook> _books = [];
        private readonly Dictionary<(string, int), (long Revision, bool Wanted)> _wishes = [];

        public WelcomeBudget Budget { get; private set; } = new();

        public long Promised => _books.Values.Sum(book => book.Claims.Values.Where(claim => claim.Held).Sum(claim => claim.Reward));

        public void Claim(string claimant, int number, bool wanted, int breaksAfter)
        {
            var draft = _wishes.GetValueOrDefault((claimant, number));
            draft = draft.Revision > 0 && draft.Wanted == wanted ? draft : (draft.Revision + 1, wanted);
            _wishes[(claimant, number)] = draft;
            Ask(claimant, number, draft, breaksAfter);
        }

        public void RepeatAll()
        {
            foreach (var ((claimant, number), draft) in _wishes)
            {
                // A claim that is given back heals its book, also one that nobody holds.
                Ask(claimant, number, draft, int.MaxValue);
                Ask("nobody", number, (draft.Revision + 100, false), int.MaxValue);
            }
        }

        private void Ask(string claimant, int number, (long Revision, bool Wanted) draft, int breaksAfter)
        {
            var book = _books.GetValueOrDefault(number) ?? new ClaimBook();
            var claim = new WelcomeClaim(claimant, claimant, draft.Wanted, Reward, draft.Revision);
            var answer = book.AnswerTo(claim);
            if (answer is { } known && !(known == ClaimResult.Released && !claim.Wanted))
            {
                return;
            }

            var next = answer is null ? book.With(claim) : book;
            var writes = 0;
            if (!claim.Wanted && writes++ < breaksAfter)
            {
                _books[number] = next;
            }

            if (writes++ < breaksAfter)
            {
                var (budget, covered) = Budget.Reserve(number, next.Total, next.Revision, budgetSize);
                Budget = budget;
                if (covered && claim.Wanted && writes++ < breaksAfter)
                {
                    _books[number] = next;
                }
            }
        }
    }
}
