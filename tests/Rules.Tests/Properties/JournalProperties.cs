using System.Text;
using System.Text.Json;
using Cashback.Rules.Tests.Subscribers;
using Cashback.Storage;
using Cashback.Subscribers;
using CsCheck;

namespace Cashback.Rules.Tests.Properties;

/// <summary>A record is its snapshot with the changes after it, wherever the snapshot was made and whatever was saved together.</summary>
public sealed class JournalProperties
{
    private static readonly Gen<(Action<World> Act, bool Save)[]> History =
        Gen.Select(HistoryProperties.Step, Gen.Int[0, 3].Select(dice => dice > 0)).Array[1, 50];

    [Fact]
    public void A_snapshot_and_the_changes_after_it_are_the_record()
    {
        Gen.Select(History, Gen.Int[0, 50]).Sample(
            (steps, snapshotAt) =>
            {
                var world = new World();
                world.Saved = world.Subscriber;
                var (snapshot, changes, noted) = (StoredFormOf(world.Subscriber), new List<byte[]>(), new HashSet<long>());
                for (var n = 0; n < steps.Length; n++)
                {
                    steps[n].Act(world);
                    if (n == snapshotAt || steps[n].Save || n == steps.Length - 1)
                    {
                        noted.UnionWith(AcknowledgedIn(world.Subscriber.ChangeSince(world.Saved)));
                        changes.Add(ChangeOf(world.Saved, world.Subscriber));
                        world.Saved = world.Subscriber;
                    }

                    if (n == snapshotAt)
                    {
                        (snapshot, changes) = (StoredFormOf(world.Subscriber), []);
                    }
                }

                Assert.Equal(TextOf(StoredFormOf(world.Subscriber)), TextOf(StoredFormOf(Fold(snapshot, changes))));
                Assert.Equal(world.Acknowledged, noted.Count);
            },
            iter: 1_000,
            print: history => $"{history.Item1.Length} steps, a snapshot after step {history.Item2}");
    }

    [Fact]
    public void Every_line_of_the_history_is_in_the_journal_once()
    {
        History.Sample(
            steps =>
            {
                var world = new World();
                var written = new List<HistoryLine>(((SubscriberChange)((IJournaled)world.Subscriber).ChangeSince(null)).History!.Lines!);
                world.Saved = world.Subscriber;
                foreach (var (act, save) in steps.Append((_ => { }, true)))
                {
                    act(world);
                    if (save)
                    {
                        written.AddRange(world.Subscriber.ChangeSince(world.Saved).History?.Lines ?? SerializedLines.Empty);
                        world.Saved = world.Subscriber;
                    }
                }

                Assert.Equal(world.WholeHistory, written);
                Assert.Equal(Enumerable.Range(1, written.Count).Select(n => (long)n), written.Select(line => line.Sequence));
            },
            iter: 1_000,
            print: steps => $"{steps.Length} steps");
    }

    [Fact]
    public void Change_that_does_not_fit_is_refused()
    {
        var snapshot = StoredFormOf(Given.Subscriber());
        string[] unfit =
        [
            """{"purses":{}}""", """{"purchases":{"gone":["a:b:c"]}}""", """{"purchases":{"changed":[{"order":"a:b:c","status":"declined"}]}}""",
            """{"outbox":{"entries":{"gone":[7]}}}""", """{"outbox":{"entries":{"gone":[-1]}}}""", """{"outbox":{"later":1}}""",
            """{"history":{"lastSequence":1,"gone":-1}}""", """{"history":{"lastSequence":1,"later":1}}""", """{"rewards":{"later":1}}""",
            """{"purchases":{"later":1}}""",
            """{"history":{"lastSequence":1,"gone":99}}""", """{"history":{"lastSequence":5,"lines":[{}]}}""",
            """{"balance":{"available":"much"}}""", "[]", "null", "{",
        ];
        Assert.All(unfit, change => Assert.Throws<JsonException>(() => Fold(snapshot, [Encoding.UTF8.GetBytes(change)])));
    }

    [Fact]
    public void Record_of_a_newer_form_is_refused()
    {
        var newer = TextOf(StoredFormOf(Given.Subscriber())).Replace("\"schemaVersion\":1", "\"schemaVersion\":2", StringComparison.Ordinal);
        Assert.Contains("form 2", Assert.Throws<JsonException>(() => Fold(Encoding.UTF8.GetBytes(newer), [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_differs_is_written()
    {
        var before = Given.Subscriber();
        Assert.Equal("{}", TextOf(ChangeOf(before, before)));
        Assert.Equal(
            """{"email":["a@b.ru"],"emailConfirmed":true}""", TextOf(ChangeOf(before, before with { Email = "a@b.ru", EmailConfirmed = true })));
        Assert.Equal("""{"email":[]}""", TextOf(ChangeOf(before with { Email = "a@b.ru" }, before with { Email = null })));
    }

    private static IEnumerable<long> AcknowledgedIn(SubscriberChange change) =>
        (change.Outbox?.Acknowledged ?? []).Select(message => message.Number);

    private static byte[] StoredFormOf(Subscriber subscriber) => StateJson.ToBytes(new Stored<Subscriber> { Record = subscriber });

    private static Subscriber Fold(byte[] snapshot, IEnumerable<byte[]> changes) =>
        JournalFold.Read<Stored<Subscriber>>(snapshot, changes).Record!;

    private static string TextOf(byte[] json) => Encoding.UTF8.GetString(json);

    private static byte[] ChangeOf(Subscriber before, Subscriber after) => StateJson.ToBytes(after.ChangeSince(before));
}
