using Cashback.Benchmarks.Bulk;
using Cashback.Benchmarks.Machine;
using Cashback.Benchmarks.Postbacks;

namespace Cashback.Benchmarks.Memory;

/// <summary><c>./bench memory</c>: what an active subscriber and a pending purchase take of the managed heap, by difference.</summary>
internal static class MemoryCommand
{
    private const string Database = "memory";
    private const int PurchasesEach = 10;

    public static async Task<string> RunAsync(int subscribers, Workspace workspace)
    {
        using var postgres = await Postgres.StartAsync(workspace.FolderFor("postgres"));
        await postgres.CreateAsync(Database);
        var environment = Variant.Grouped.Environment(postgres, Database, workspace.Folder);
        var log = Path.Combine(workspace.Folder, "service.log");
        Progress.Tell($"loading {subscribers} subscribers without purchases and as many with {PurchasesEach}");
        Sample bare, buyer;
        using (var filling = await Service.StartAsync(Variant.Grouped.Project, environment, log))
        {
            await filling.PostAsync<long>("/bench/load?subscribers=2&stores=10");
            bare = await Sample.MakeAsync(postgres, Database, filling, 0, 0, "new");
            buyer = await Sample.MakeAsync(postgres, Database, filling, 1, PurchasesEach, "new");
        }

        await new Copies(postgres, Database, bare).WriteAsync(2, subscribers);
        await new Copies(postgres, Database, buyer).WriteAsync(2 + subscribers, subscribers);

        using var service = await Service.StartAsync(Variant.Grouped.Project, environment, log);
        await service.PostAsync<long>("/bench/wake?from=0&subscribers=2");
        var idle = (await service.CollectAsync()).HeapBytes;
        await service.PostAsync<long>($"/bench/wake?from=2&subscribers={subscribers}");
        var awake = (await service.CollectAsync()).HeapBytes;
        await service.PostAsync<long>($"/bench/wake?from={2 + subscribers}&subscribers={subscribers}");
        var buying = (await service.CollectAsync()).HeapBytes;
        var one = (awake - idle) / (double)subscribers;
        var purchase = (buying - awake - (awake - idle)) / (double)subscribers / PurchasesEach;

        var text = new Markdown();
        text.Line(await Report.SettingsAsync(postgres));
        text.Line($"Managed heap after a full collection, by difference over {subscribers} subscribers; {PurchasesEach} pending purchases each.");
        text.Line();
        text.Line("| what | bytes |");
        text.Line("| --- | ---: |");
        text.Line($"| an active subscriber, just registered | {one:0} |");
        text.Line($"| a pending purchase of an active subscriber | {purchase:0} |");
        text.Line($"| the service with nobody active | {idle} |");
        return text.ToString();
    }
}
