using System.Security.Cryptography;
using System.Text;
using Cashback.Benchmarks.Machine;

namespace Cashback.Benchmarks.Postbacks;

/// <summary>One of the systems that are compared.</summary>
/// <param name="Durable">Whether its balances stand in the database.</param>
internal sealed record Variant(string Name, string Project, bool Durable, string What)
{
    private const string Host = "BenchHost";
    private const string PeerProject = "BenchPeer";

    public static Variant Grouped { get; } = new("grouped", Host, true, "this system, saves of the ledger in groups");

    public static Variant Peer { get; } = new("peer", PeerProject, true, "ASP.NET and Npgsql, one SQL transaction with row locks");

    public static Variant Nothing { get; } = new("nothing", Host, false, "this system, storage that keeps nothing");

    /// <summary>Not among those that are compared: its processes share the machine, so that only what they cost tells something.</summary>
    public static Variant Cluster { get; } = new("cluster", Host, true, "this system, two silos and the API as processes of their own") { Silos = 2 };

    public static IReadOnlyList<Variant> All { get; } = [Grouped, Peer, Nothing];

    /// <summary>That are processes of their own; 0: the grains live in the API's.</summary>
    public int Silos { get; private init; }

    public bool IsPeer => Project == PeerProject;

    public string Template => $"template_{Name}";

    public Task<Service> StartAsync(Postgres postgres, string database, string folder)
    {
        var (environment, log) = (Environment(postgres, database, folder), Path.Combine(folder, $"{Name}.log"));
        return Silos > 0
            ? Service.StartClusterAsync(Project, environment, Silos, log)
            : Service.StartAsync(Project, environment, log);
    }

    public IReadOnlyDictionary<string, string> Environment(Postgres postgres, string database, string folder)
    {
        var connection = postgres.ConnectionTo(database);
        if (IsPeer)
        {
            return new Dictionary<string, string> { ["CASHBACK_POSTGRES"] = connection };
        }

        var hash = HMACSHA256.HashData(Population.Secrets.ApiKeys.CurrentKey, Encoding.UTF8.GetBytes("operations/" + Population.OperatorKey));
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Cashback__Mode"] = "embedded",
            ["Cashback__Storage__Provider"] = Durable ? "postgres" : "sqlite",
            ["Cashback__Storage__Postgres"] = connection,
            ["Cashback__Storage__Data"] = Path.Combine(folder, "nothing"),
            ["Cashback__Cluster__Address"] = "127.0.0.1",
            ["Cashback__Secret"] = Population.Secret,
            ["Cashback__Sms__ApiKey"] = "counted and not sent",
            ["Cashback__Programme__QuietHours"] = "none",
            ["Cashback__Programme__MessagesPerNumber"] = "1000000",
            ["Cashback__Programme__SignIn__WorkAbovePerMinute"] = "1000000",
            ["Cashback__Smtp__Host"] = "127.0.0.1",
            ["Cashback__Smtp__From"] = "bench@example.com",
            ["Cashback__Billing__Url"] = "http://127.0.0.1:9/",
            ["Cashback__Operations__Keys__bench"] = Convert.ToHexStringLower(hash),
            ["Cashback__Facade__DrainDelay"] = "00:00:00",
            ["Cashback__Facade__Limits__GeneralPerMinute"] = "1000000",
            ["Cashback__Facade__Limits__SignInPerMinute"] = "1000000",
            ["Cashback__Facade__Limits__CodesPerHour"] = "1000000",
            ["Cashback__Facade__Limits__OperationsPerMinute"] = "1000000",
            ["Cashback__Facade__Limits__PostbacksPerSecond"] = "1000000",
        };
        if (!Durable)
        {
            environment["Bench__Storage"] = Name;
        }

        return environment;
    }
}
