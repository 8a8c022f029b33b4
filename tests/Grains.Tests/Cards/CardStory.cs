using Cashback.Cards;
using Cashback.Support;

namespace Cashback.Grains.Tests.Cards;

/// <summary>What happens to one card; what fails is done again, as operations and the bank do it.</summary>
internal sealed class CardStory(TestProgramme programme, string cardId)
{
    private int _lines;

    public ICardGrain Card => programme.Grains.GetGrain<ICardGrain>(GrainKeys.Card(cardId));

    /// <summary>A purchase in a restaurant (10 %), each a second after the one before.</summary>
    public CardTransaction Buy(string id, decimal amount, CardTransactionKind kind = CardTransactionKind.Purchase) =>
        new(id, programme.Now.AddSeconds(++_lines), "5816", amount, kind);

    public Task IssueAsync() => RepeatAsync(async () =>
        Assert.True((await Card.IssueAsync(new CardIssue($"sub-of-{cardId}", CardProduct.Debit, 0))).Accepted));

    public Task TakeAsync(params CardTransaction[] feed) => RepeatAsync(async () =>
        Assert.All(await Card.TakeAsync(feed), result => Assert.NotEqual(FeedResult.Refused, result.Result)));

    public async Task<CardView> ViewAsync()
    {
        CardView? view = null;
        await RepeatAsync(async () => view = await Card.GetAsync());
        return view!;
    }

    /// <summary>The next Monday, 12:00.</summary>
    public Task GoToMondayAsync()
    {
        var day = CardWeeks.WeekOf(programme.Calendar.DayOf(programme.Now)).AddDays(7);
        return programme.AdvanceToAsync(programme.Calendar.StartOf(day).AddHours(12));
    }

    /// <param name="after">Days from today that are left out.</param>
    public Task GoToFridayAsync(int hour, int after = 0)
    {
        var day = CardWeeks.FridayAfter(programme.Calendar.DayOf(programme.Now).AddDays(after));
        return programme.AdvanceToAsync(programme.Calendar.StartOf(day).AddHours(hour).AddSeconds(-1));
    }

    public static Task RepeatAsync(Func<Task> act) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                await act();
                return true;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                return false;
            }
        },
        "it can be done again");
}
