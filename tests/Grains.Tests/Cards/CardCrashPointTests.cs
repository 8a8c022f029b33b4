using System.Globalization;
using Cashback.Cards;
using Cashback.Gateways;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Cards;

/// <summary>
/// The same story of a card with one write failing, before or after its commit, at every place: the end is the undisturbed
/// story's.
/// </summary>
public class CardCrashPointTests : IAsyncDisposable
{
    private TestProgramme _programme = null!;
    private int _cards;

    protected virtual Database Database => Database.Sqlite;

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    public static TheoryData<string, FaultPoint> Writes() =>
    [
        .. from state in new[] { StateNames.Card, StateNames.CardWeek, StateNames.CardStatement, StateNames.CardHolder }
           from point in Enum.GetValues<FaultPoint>()
           select (state, point),
    ];

    [Theory, MemberData(nameof(Writes))]
    public async Task Story_of_a_card_ends_the_same_whichever_write_fails(string state, FaultPoint point)
    {
        _programme = await TestProgramme.StartAsync(Database);
        var undisturbed = await RunStoryAsync();
        var faults = 0;
        while (true)
        {
            _programme.Faults.FailWrite(state, point, faults + 1);
            var outcome = await RunStoryAsync();
            if (_programme.Faults.Pending)
            {
                break;
            }

            Assert.Equal(undisturbed, outcome);
            faults++;
        }

        Assert.True(faults > 0, $"No write of '{state}' ever failed: the test proves nothing.");
    }

    private async Task<string> RunStoryAsync()
    {
        var id = $"card-{++_cards}";
        var story = new CardStory(_programme, id);
        await story.GoToMondayAsync();
        await story.IssueAsync();
        await story.TakeAsync(story.Buy("a", 1_000), story.Buy("b", 500));
        await story.TakeAsync(story.Buy("c", 100, CardTransactionKind.Refund));
        var late = story.Buy("late", 200);
        await story.GoToFridayAsync(hour: 4, after: 7);
        await story.TakeAsync(late, story.Buy("d", 900, CardTransactionKind.Refund));
        await _programme.AdvanceAsync(TimeSpan.FromDays(8));
        await story.TakeAsync(late, story.Buy("e", 2_000));
        await _programme.AdvanceAsync(TimeSpan.FromDays(50));

        var view = await story.ViewAsync();
        var paid = _programme.Services.GetRequiredService<SandboxCardBank>().Book.Where(entry => entry.To == id);
        var page = await story.Card.GetTransactionsAsync(null, 100);
        var (shown, balance) = (0, 0m);
        var month = _programme.Calendar.MonthOf(view.IssuedAt);
        for (; await story.Card.GetStatementAsync(month) is { } statement; month = month.Next)
        {
            (shown, balance) = (shown + statement.Transactions, statement.ClosingBalance);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", paid.Select(entry => entry.Amount))}; carried {view.Carried}, planned {view.Planned.Length}; ")
            + string.Create(CultureInfo.InvariantCulture, $"{page!.Items.Count} transactions, {shown} on statements; balance {view.Balance} and {balance}");
    }
}
