using System.Text;
using Cashback.Networks;

namespace Cashback.Rules.Tests.Networks;

/// <summary>What each network that comes along must have a sample of. By what the samples say, whatever they are called.</summary>
public class NetworkCoverageTests
{
    private static readonly Dictionary<string, Func<string, IReadOnlyList<NetworkSample>, bool>> Cases = new()
    {
        ["create"] = (_, samples) => samples.Any(sample => Says(sample, "status", "created") && sample.Answer == "applied"),
        ["confirm"] = (_, samples) => samples.Any(sample => Says(sample, "status", "confirmed")),
        ["decline"] = (_, samples) => samples.Any(sample => Says(sample, "status", "declined")),
        ["change of amount"] = (_, samples) => Pairs(samples).Any(pair => Same(pair, "line") && !Same(pair, "amount")),
        ["negative correction"] = (network, samples) => samples.Any(sample => IsNegative(network, sample)),
        ["duplicate"] = (_, samples) => Pairs(samples).Any(pair =>
            Same(pair, "line") && Same(pair, "status") && Same(pair, "amount") && pair.Later.Answer == "unchanged"),
    };

    public static TheoryData<string, string> All() =>
        [.. BuiltInNetworks.All.SelectMany(network => Cases.Keys.Select(name => (network.Id, name)))];

    [Theory, MemberData(nameof(All))]
    public void Every_network_has_a_sample_of_every_case(string network, string what) =>
        Assert.True(Cases[what](network, NetworkSample.Of(network)), $"{network} has no sample for: {what}");

    [Fact]
    public void Every_network_takes_files() =>
        Assert.All(BuiltInNetworks.All, network => Assert.Contains(NetworkChannels.Report, network.Statuses.Keys));

    /// <summary>Our own format has none, and a shop's programmer is told so; what a network means by one is for ops to find out.</summary>
    [Fact]
    public void Negative_amount_of_a_network_is_never_refused() =>
        Assert.Equal(["webhooks"], BuiltInNetworks.All.Where(network => network.Corrections is null).Select(network => network.Id));

    private static bool Says(NetworkSample sample, string what, string value) => sample.Reads.GetValueOrDefault(what) == value;

    private static bool Same((NetworkSample Earlier, NetworkSample Later) pair, string what) =>
        pair.Earlier.Reads.TryGetValue(what, out var before) && Says(pair.Later, what, before);

    private static IEnumerable<(NetworkSample Earlier, NetworkSample Later)> Pairs(IReadOnlyList<NetworkSample> samples) =>
        samples.SelectMany(
            (later, i) => samples.Take(i).Select(earlier => (earlier, later))).Where(pair => pair.later.Reads.ContainsKey("amount"));

    private static bool IsNegative(string network, NetworkSample sample)
    {
        var description = BuiltInNetworks.Find(network)!;
        var (query, body, type) = sample.Raw("click");
        var parameters = new MessageParameters(description.Body?.Field);
        _ = parameters.AddForm(Encoding.UTF8.GetBytes(query));
        _ = type?.Split(';')[0] switch
        {
            "application/json" => parameters.AddJson(body, description.Body?.Nested == true),
            "application/x-www-form-urlencoded" => parameters.AddForm(body),
            _ => null,
        };
        _ = parameters.Unpack(description.Body?.Nested == true);
        return description.Amount.Names
            .SelectMany(name => parameters.Values.Where(value => value.Key == name || value.Key.EndsWith("].amt", StringComparison.Ordinal)))
            .Any(value => value.Value.StartsWith('-'));
    }
}
