using Cashback.Messages;
using Cashback.Quarantine;
using Cashback.Reconciliations;
using Cashback.Support;

namespace Cashback.Grains.Tests.Storage;

/// <summary>Grains that end their activation with a call answer whoever calls at the same moment as well.</summary>
public sealed class ParallelCallTests : IAsyncLifetime
{
    private const int Calls = 300;

    private TestProgramme _programme = null!;

    public async ValueTask InitializeAsync() => _programme = await TestProgramme.StartAsync();

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Page_of_conflicts_is_read_by_many_at_once()
    {
        var page = _programme.Grains.GetGrain<IConflictPageGrain>(GrainKeys.ConflictPage("01K00000000000000000000000", 0));
        await page.PutAsync([new Conflict { Reason = ConflictReasons.Missing, Detail = new("Missing.", "Нет.") }]);

        var read = await InParallelAsync(page.GetAsync);

        Assert.All(read, conflicts => Assert.Single(conflicts));
    }

    [Fact]
    public async Task Record_that_is_not_there_is_asked_for_by_many_at_once()
    {
        var quarantined = _programme.Grains.GetGrain<IQuarantineGrain>(GrainKeys.Quarantine(new string('0', 32)));
        var message = _programme.Grains.GetGrain<IMessageGrain>(GrainKeys.Message("01K00000000000000000000000-1"));

        Assert.All(await InParallelAsync(quarantined.GetAsync), Assert.Null);
        Assert.All(await InParallelAsync(message.GetAsync), Assert.Null);
    }

    [Fact]
    public async Task Message_that_comes_many_times_at_once_is_quarantined_once_with_all_its_arrivals()
    {
        var grain = _programme.Grains.GetGrain<IQuarantineGrain>(GrainKeys.Quarantine(new string('1', 32)));
        var message = new QuarantinedMessage("admitad", "push", new Dictionary<string, string> { ["a"] = "1" }, "unknown-click");

        await InParallelAsync(() => grain.PutAsync(message, _programme.Now));

        Assert.Equal(Calls, (await grain.GetAsync())!.Count);
    }

    private static async Task<T[]> InParallelAsync<T>(Func<Task<T>> call) =>
        await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => Task.Run(call)));
}
