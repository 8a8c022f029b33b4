using Cashback.Quarantine;
using CsCheck;

namespace Cashback.Rules.Tests.Quarantine;

public class QuarantineTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly QuarantinedMessage Message =
        new("admitad", "push", new Dictionary<string, string> { ["admitad_id"] = "1" }, "unknown-click");

    private static readonly QuarantineEntry Entry = Quarantined.New("q", Message, Now);

    [Fact]
    public void Same_message_has_the_same_id_whatever_the_order_of_its_parameters() =>
        Gen.Dictionary(Gen.String[0, 5], Gen.String[0, 5])[0, 6].Sample(parameters =>
        {
            var id = QuarantineId.Of("admitad", "push", parameters);
            var reversed = parameters.Reverse().ToDictionary();
            return QuarantineId.IsId(id) && id == QuarantineId.Of("admitad", "push", reversed);
        });

    [Fact]
    public void Different_messages_have_different_ids()
    {
        string Id(string network, params (string Name, string Value)[] parameters) =>
            QuarantineId.Of(network, "push", parameters.ToDictionary(pair => pair.Name, pair => pair.Value));

        string[] ids =
        [
            Id("admitad"), Id("affise"), Id("admitad", ("a", "1")), Id("admitad", ("a", "2")), Id("admitad", ("a1", "")),
            Id("admitad", ("a", "1b2")), Id("admitad", ("a", "1"), ("b", "2")), Id("admitad", ("a1", "b2")),
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Message_that_comes_again_is_counted()
    {
        var again = Entry.Again("unknown-store", Now.AddDays(1));

        Assert.Equal((2, Now, Now.AddDays(1)), (again.Count, again.FirstSeen, again.LastSeen));
        Assert.Equal("unknown-store", again.Message.Reason);
    }

    [Fact]
    public void Replay_that_is_applied_closes_the_entry()
    {
        var replayed = Entry.Replayed(new ReplayResult("applied", null, "admitad:ozon:1"), "alice", Now.AddDays(1)).Value!;

        Assert.Equal(QuarantineState.Replayed, replayed.State);
        Assert.Equal("quarantine-replayed", replayed.Dropped("bob", null, Now).Rejection?.Type);
        Assert.Equal(QuarantineState.Open, replayed.Again("unknown-click", Now.AddDays(2)).State);
    }

    [Fact]
    public void Replay_that_changes_nothing_leaves_the_entry_open_with_its_new_reason()
    {
        var replayed = Entry.Replayed(new ReplayResult("quarantined", "unknown-store"), "alice", Now.AddDays(1)).Value!;

        Assert.Equal(QuarantineState.Open, replayed.State);
        Assert.Equal("unknown-store", replayed.Message.Reason);
        Assert.Equal(Now.AddDays(1), replayed.ReplayedAt);
    }

    [Fact]
    public void Newest_twenty_replays_are_kept_with_who_asked_for_them()
    {
        var entry = Entry;
        for (var minute = 1; minute <= 25; minute++)
        {
            entry = entry.Replayed(new ReplayResult("quarantined", "unknown-click"), $"key{minute}", Now.AddMinutes(minute)).Value!;
        }

        Assert.Equal(
            Enumerable.Range(6, 20).Select(minute => ($"key{minute}", Now.AddMinutes(minute))), entry.Replays!.Select(note => (note.By, note.At)));
    }

    [Fact]
    public void Dropped_stays_dropped_and_keeps_its_first_reason()
    {
        var dropped = Entry.Dropped("bob", "a test order", Now).Value!;

        Assert.Equal(new DropNote(Now, "bob", "a test order"), dropped.Drop);
        Assert.Same(dropped, dropped.Dropped("alice", "another", Now.AddDays(1)).Value);
        Assert.Equal(QuarantineState.Dropped, dropped.Again("unknown-click", Now).State);
        Assert.Equal("quarantine-dropped", dropped.Replayed(new ReplayResult("applied", null, "x"), "bob", Now).Rejection?.Type);
    }
}
