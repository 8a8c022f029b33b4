using System.Globalization;
using System.Runtime.InteropServices;
using Cashback.Benchmarks;
using Cashback.Benchmarks.Account;
using Cashback.Benchmarks.Cluster;
using Cashback.Benchmarks.Cold;
using Cashback.Benchmarks.Fuzzing;
using Cashback.Benchmarks.Load;
using Cashback.Benchmarks.Machine;
using Cashback.Benchmarks.Memory;
using Cashback.Benchmarks.Postbacks;
using Cashback.Benchmarks.Settlement;
using Cashback.Benchmarks.Start;

const string Help = """
    usage: ./bench postbacks [--postbacks N] [--subscribers N] [--stores N] [--connections 16,64,256] [--mix uniform,skewed,hot,store]
                             [--variants grouped,peer,nothing] [--rounds N] [--cold]
           ./bench start [--purchases N] [--due N]
           ./bench settlement [--subscribers N] [--connections N] [--alone]
           ./bench memory [--subscribers N]
           ./bench cold [--subscribers N] [--purchases N]
           ./bench account [--subscribers N] [--requests N] [--connections N]
           ./bench cluster [--postbacks N] [--subscribers N] [--connections N]
           ./bench fuzz [--requests N] [--seed S] [--only K]
           every command: [--quick] small numbers, tens of seconds   [--out FILE.md] the report into a file as well,
                  or into its place in a document (docs/performance.md has one for each command)
           ./bench --help

    Measures on this machine, with a PostgreSQL of its own in a temporary folder (fsync and synchronous_commit on).
      postbacks   the same stream of Admitad's messages over HTTP against: this system with group commit (grouped), a plain
                  ASP.NET and SQL service (peer), this system with storage that keeps nothing (nothing). Ends with 1 if a
                  balance is not what the messages lead to.
                  --rounds: each so often, in turn, and the median of it is shown: for a machine that is not always as fast.
                  --cold: subscribers asleep at first, so that each first message reads the record.
      start       a store with 1 000 000 pending purchases: time until ready, memory, a refresh of reminders, 10 000 deadlines.
      settlement  100 000 subscribers settled and paid out, and the postbacks that come meanwhile.
                  --alone: without postbacks, so that what one subscriber costs can be told.
      memory      bytes of an active subscriber and of a pending purchase.
      cold        the first message about a subscriber who sleeps, with 10 and with 1 500 purchases, alone and at half load.
      account     what subscribers ask for: sign-ins, account, history, purchases, clicks; processor time and latency of each.
      cluster     processor time of a postback with two silos and the API as processes of their own, and in one process.
      fuzz        no measurement: 200 000 requests, right and wrong in every way, to all that the OpenAPI document describes, of a
                  service on its embedded default. Ends with 1 if one of them is answered 5xx, later than 5 s or not as a
                  problem, if memory grows, or if the service does not work afterwards. --seed and --only send one again.
    """;

// Reports and settings are written the same wherever this runs.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (args is ["load", ..])
{
    return await LoadGenerator.RunAsync(args[1..]);
}

if (args is ["--help"] or ["-h"] or ["help"])
{
    Console.WriteLine(Help);
    return 0;
}

using var workspace = new Workspace();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => End(context, 130));
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, 143));
try
{
    var arguments = new Arguments(args.Skip(1));
    var output = arguments.Text("--out");
    var command = Choose(args.FirstOrDefault(), arguments);
    arguments.End();
    var report = await command();
    Console.WriteLine(report);
    if (output is not null)
    {
        await Report.SaveAsync(output, args[0], report);
    }

    return 0;
}
catch (UsageException e)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n\n{Help}");
    return 2;
}
catch (BenchException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
finally
{
    Child.EndAll();
}

Func<Task<string>> Choose(string? name, Arguments arguments)
{
    switch (name)
    {
        case "postbacks":
            var postbacks = PostbacksOptions.Read(arguments);
            return () => PostbacksCommand.RunAsync(postbacks, workspace);
        case "start":
            var start = StartOptions.Read(arguments);
            return () => new StartCommand(start, workspace).RunAsync();
        case "settlement":
            var settlement = SettlementOptions.Read(arguments);
            return () => new SettlementCommand(settlement, workspace).RunAsync();
        case "memory":
            var subscribers = arguments.Number("--subscribers", arguments.Flag("--quick") ? 1_000 : 20_000);
            return () => MemoryCommand.RunAsync(subscribers, workspace);
        case "cold":
            var cold = ColdOptions.Read(arguments);
            return () => new ColdCommand(cold, workspace).RunAsync();
        case "account":
            var account = AccountOptions.Read(arguments);
            return () => new AccountCommand(account, workspace).RunAsync();
        case "cluster":
            var cluster = ClusterCommand.Read(arguments);
            return () => ClusterCommand.RunAsync(cluster, workspace);
        case "fuzz":
            var fuzz = FuzzCommandOptions.Read(arguments);
            return () => FuzzCommand.RunAsync(fuzz, workspace);
        default:
            throw new UsageException(name is null ? "A command is expected." : $"Unknown command: {name}");
    }
}

void End(PosixSignalContext context, int code)
{
    context.Cancel = true;
    Child.EndAll();
    workspace.Dispose();
    Environment.Exit(code);
}
