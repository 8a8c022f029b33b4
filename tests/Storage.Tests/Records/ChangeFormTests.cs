using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cashback.Purchases;
using Cashback.Subscribers;

namespace Cashback.Storage.Tests.Records;

/// <summary>The changes in the journal: read for ever as they were written, as the golden files of whole records are.</summary>
public sealed class ChangeFormTests
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden", "Changes");

    public static TheoryData<string> Files() => [.. Directory.GetFiles(Folder, "subscriber.v*.json").Select(path => Path.GetFileName(path))];

    public static TheoryData<string> Members() => MembersOf(typeof(Subscriber), nameof(Subscriber.Id));

    [Theory, MemberData(nameof(Files))]
    public void Golden_file_loads_and_is_written_as_it_was(string file)
    {
        var golden = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;
        var written = JsonSerializer.SerializeToNode(golden.Deserialize<SubscriberChange>(StateJson.Options), StateJson.Options);
        Assert.True(JsonNode.DeepEquals(golden, written), $"{file} is now written as {written!.ToJsonString()}");
    }

    /// <summary>With CASHBACK_WRITE_GOLDEN set to the folder of the golden files, what is missing is written to Changes there.</summary>
    [Fact]
    public void Golden_files_hold_every_member()
    {
        var sample = SampleJson.Of(typeof(SubscriberChange));
        var held = Files().SelectMany(file => PathsOf(JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file.Data))), ""));
        var missing = PathsOf(sample, "").Except(held).ToList();
        if (missing.Count > 0 && Environment.GetEnvironmentVariable("CASHBACK_WRITE_GOLDEN") is { Length: > 0 } target)
        {
            File.WriteAllText(
                Path.Combine(target, "Changes", $"subscriber.v1-{missing[0].Split('.')[^1].TrimEnd('[', ']')}.json"), sample.ToJsonString(Indented) + "\n");
        }

        Assert.True(missing.Count == 0, $"No golden file of the changes of a subscriber has {string.Join(", ", missing)}.");
    }

    /// <summary>A new member of the record that nobody wrote into its change would be lost with the next save.</summary>
    [Theory, MemberData(nameof(Members))]
    public void Member_that_differs_is_in_the_change(string name)
    {
        var full = Full();
        var plain = full with { };
        var member = typeof(Subscriber).GetProperty(name)!;
        member.SetValue(
            plain, Other(member.PropertyType));
        foreach (var (before, after) in new[] { (plain, full), (full, plain) })
        {
            Assert.NotEqual(StoredForm(before), StoredForm(after));

            // Rewards that are there once are never taken away, nor are lines of the history.
            if (after.Rewards is not null && after.History.LastSequence >= before.History.LastSequence)
            {
                Assert.Equal(StoredForm(after), StoredForm(Fold(before, after)));
            }
        }
    }

    public static TheoryData<string> PurchaseMembers() => MembersOf(typeof(Purchase), nameof(Purchase.Order));

    [Theory, MemberData(nameof(PurchaseMembers))]
    public void Member_of_a_purchase_that_differs_is_in_the_change(string name)
    {
        var full = Full();
        var member = typeof(Purchase).GetProperty(name)!;
        var other = full.Purchases[0] with { };
        member.SetValue(other, Other(member.PropertyType));
        var plain = full with { Purchases = full.Purchases.With(other) };
        foreach (var (before, after) in new[] { (plain, full), (full, plain) })
        {
            Assert.NotEqual(StoredForm(before), StoredForm(after));
            Assert.Equal(StoredForm(after), StoredForm(Fold(before, after)));
        }
    }

    private static TheoryData<string> MembersOf(Type type, string key) =>
        [.. type.GetProperties().Where(member => member.CanWrite && member.Name != key).Select(member => member.Name)];

    private static Subscriber Full() =>
        SampleJson.Of(typeof(Stored<Subscriber>)).Deserialize<Stored<Subscriber>>(StateJson.Options)!.Record!;

    /// <summary>Another value than the sample's, null where that is allowed.</summary>
    private static object? Other(Type type) => type switch
    {
        _ when type == typeof(string) => "other",
        _ when type == typeof(Phone) => Phone.TryParse("+79167654321", out var phone, out _) ? phone : throw new InvalidOperationException(),
        _ when type == typeof(SubscriberKind) => SubscriberKind.Individual,
        _ when type == typeof(Goals) => new Goals(),
        _ when type == typeof(Accrual) => new Accrual(new YearMonth(2027, 1), 5),
        _ when type == typeof(Balance) => new Balance(),
        _ when type == typeof(PurchaseBook) => PurchaseBook.Empty,
        _ when type == typeof(Outbox) => new Outbox(),
        _ when type == typeof(History) => new History { LastSequence = Full().History.FirstSequence - 1 },
        _ when type == typeof(ImmutableArray<OpenPayout>) => ImmutableArray<OpenPayout>.Empty,
        _ when type == typeof(Money) => Money.Rubles(1),
        _ when type == typeof(Rate) => Rate.OfPercent(1),
        _ when type == typeof(ImmutableArray<Credit>) => ImmutableArray<Credit>.Empty,
        _ when type == typeof(ImmutableArray<TimelineEntry>) => ImmutableArray<TimelineEntry>.Empty,
        { IsValueType: true } when Nullable.GetUnderlyingType(type) is null => Activator.CreateInstance(type),
        _ => null,
    };

    private static string StoredForm(Subscriber subscriber) =>
        JsonSerializer.Serialize(new Stored<Subscriber> { Record = subscriber }, StateJson.Options);

    private static Subscriber Fold(Subscriber before, Subscriber after) => JournalFold.Read<Stored<Subscriber>>(
        StateJson.ToBytes(new Stored<Subscriber> { Record = before }), [StateJson.ToBytes(after.ChangeSince(before))]).Record!;

    private static IEnumerable<string> PathsOf(JsonNode? node, string path) => node switch
    {
        JsonObject properties => properties.SelectMany(property => PathsOf(property.Value, $"{path}.{property.Key}").Prepend($"{path}.{property.Key}")),
        JsonArray elements => elements.SelectMany(element => PathsOf(element, path + "[]")),
        _ => [],
    };
}
