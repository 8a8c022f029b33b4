using Cashback.Storage.Tests.Reminders;
using Cashback.Support;

namespace Cashback.Storage.Tests.Ledger;

/// <summary>Joined writes of a grain, through Orleans' state and reminders.</summary>
public sealed class JoiningGrainTests
{
    private readonly string _key = $"quar:{Guid.NewGuid():N}";

    [Theory, CombinatorialDatabases]
    public async Task Grain_sees_that_a_record_existed_and_nothing_around_it(Database database)
    {
        await using var programme = await StartAsync(database);

        Assert.Null(await Parent(programme, "-1").SaveAsync([_key + "-child"], []));
        Assert.Equal(nameof(RecordExistsException), await Parent(programme, "-2").SaveAsync([_key + "-child"], []));
        Assert.Null(await Parent(programme, "-2").SaveAsync([_key + "-other"], []));
    }

    [Theory, CombinatorialDatabases]
    public async Task Reminder_of_a_save_wakes_its_grain_and_a_removed_one_does_not(Database database)
    {
        await using var programme = await StartAsync(database);
        var soon = programme.Now.AddSeconds(1);
        await Parent(programme).SaveAsync([], [("removed", soon), ("stays", soon.AddSeconds(1))]);
        await Parent(programme).SaveAsync([], [("removed", null)]);

        // A silo reads what is due soon when it starts, and every five minutes.
        await programme.RestartAsync();

        await Eventually.TrueAsync(() => Task.FromResult(Woken.Contains("stays")), "the reminder ticked", TimeSpan.FromSeconds(100));
        Assert.Equal(["stays"], Woken);
    }

    private List<string> Woken => [.. AlarmGrain.Woken.Where(woken => woken.Grain == _key).Select(woken => woken.Name)];

    private IJoiningGrain Parent(TestProgramme programme, string suffix = "") => programme.Grains.GetGrain<IJoiningGrain>(_key + suffix);

    private static async Task<TestProgramme> StartAsync(Database database) => database == Database.Sqlite
        ? await TestProgramme.StartAsync()
        : await TestProgramme.StartOnPostgresAsync(await LocalPostgres.NewDatabaseAsync());
}
