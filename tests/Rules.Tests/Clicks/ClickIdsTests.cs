using System.Security.Cryptography;
using Cashback.Clicks;
using CsCheck;

namespace Cashback.Rules.Tests.Clicks;

public class ClickIdsTests
{
    private const string Subscriber = "01K9ZC3T5Q8W7E6R5T4Y3V2X1Z";
    private static readonly DateTimeOffset At = new(2026, 11, 5, 12, 30, 15, 123, TimeSpan.Zero);
    private static readonly ClickIds Ids = new(Key(1));

    private static readonly Gen<string> StoreId = Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-"], 1, 12];
    private static readonly Gen<DateTimeOffset> Time =
        Gen.Long[0, 21L * 365 * 24 * 3600 * 100].Select(
            steps => new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero) + (steps * ClickIds.Step));

    [Fact]
    public void Click_id_tells_subscriber_store_time_and_the_version_of_the_terms() =>
        Gen.Select(Gen.Byte.Array[16], StoreId, Time, Gen.Int[0, 100_000]).Sample((ulid, store, at, terms) =>
        {
            var subscriber = new Ulid(ulid).ToString();
            var id = Ids.Make(subscriber, store, at, terms);
            return Ids.TryRead(id, out var click) && click == new ClickToken(subscriber, store, at, terms % ClickIds.TermsModulus)
                && Ids.ReadTerms(id) == (at, terms % ClickIds.TermsModulus);
        });

    [Fact]
    public void Click_ids_of_every_key_of_the_ring_are_read_and_new_ones_are_made_with_the_current_key() =>
        Gen.Select(Gen.Int[0, 15], Gen.Int[0, 15]).Sample((older, current) =>
        {
            var ring = new Dictionary<int, byte[]> { [older] = Key((byte)older), [current] = Key((byte)current) };
            var before = new ClickIds(new Dictionary<int, byte[]> { [older] = Key((byte)older) }, older);
            var now = new ClickIds(ring, current);
            var made = now.Make(Subscriber, "ozon", At);

            return now.TryRead(before.Make(Subscriber, "ozon", At), out _) && now.TryRead(made, out _)
                && before.TryRead(made, out _) == (older == current);
        });

    [Fact]
    public void A_ring_without_its_current_key_or_with_a_seventeenth_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ClickIds(new Dictionary<int, byte[]> { [1] = Key(1) }, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClickIds(new Dictionary<int, byte[]> { [16] = Key(1) }, 16));
    }

    [Fact]
    public void Click_id_is_fifty_characters_that_need_no_escaping() =>
        Gen.Select(StoreId, Time).Sample((store, at) =>
        {
            var id = Ids.Make(Subscriber, store, at);
            return id.Length == 50 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        });

    [Fact]
    public void Click_id_with_any_character_changed_is_not_read() =>
        Gen.Select(Gen.Int[0, 49], Gen.Char["ABCXYZabcxyz0129-_"]).Sample((place, character) =>
        {
            var id = Ids.Make(Subscriber, "ozon", At);
            var forged = id[..place] + character + id[(place + 1)..];
            return forged == id || (!Ids.TryRead(forged, out _) && Ids.ReadTerms(forged) is null);
        });

    [Fact]
    public void Click_id_of_another_key_is_not_read() =>
        Assert.False(Ids.TryRead(new ClickIds(Key(2)).Make(Subscriber, "ozon", At), out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("                                                  ")]
    [InlineData("яяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяя")]
    public void What_is_no_click_id_is_not_read(string? text) => Assert.False(Ids.TryRead(text, out _));

    [Fact]
    public void Any_text_is_read_or_refused_but_never_an_error() =>
        Gen.String[Gen.Char, 48, 52].Sample(text => !Ids.TryRead(text, out _));

    [Fact]
    public void Time_is_kept_to_the_hundredth_of_a_second()
    {
        Assert.True(Ids.TryRead(Ids.Make(Subscriber, "ozon", At), out var click));
        Assert.Equal(ClickIds.Truncate(At), click!.At);
        Assert.InRange(At - click.At, TimeSpan.Zero, ClickIds.Step);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ozon")]
    [InlineData("a_b")]
    [InlineData("a.b")]
    [InlineData("thirteen-long")]
    public void Click_of_what_is_no_store_id_is_refused(string storeId) =>
        Assert.Throws<ArgumentException>(() => Ids.Make(Subscriber, storeId, At));

    private static byte[] Key(byte seed) => SHA256.HashData([seed]);
}
