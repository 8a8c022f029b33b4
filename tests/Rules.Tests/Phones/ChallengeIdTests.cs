using Cashback.Phones;

namespace Cashback.Rules.Tests.Phones;

public sealed class ChallengeIdTests
{
    private const string Id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    private static readonly Phone Number = new("+79161234567");
    private readonly ChallengeIds _ids = new(KeyRing.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));

    [Fact]
    public void A_sealed_id_leads_back_to_its_number_and_challenge()
    {
        Assert.True(_ids.TryOpen(_ids.Seal(Number, Id), out var phone, out var challengeId));
        Assert.Equal(Number, phone);
        Assert.Equal(Id, challengeId);
    }

    [Fact]
    public void The_same_challenge_sealed_twice_does_not_show_that_it_is_the_same() =>
        Assert.NotEqual(_ids.Seal(Number, Id), _ids.Seal(Number, Id));

    [Fact]
    public void An_id_with_any_character_changed_is_not_opened()
    {
        var id = _ids.Seal(Number, Id);
        for (var i = 0; i < id.Length - 1; i++)
        {
            var changed = string.Concat(id.AsSpan(0, i), id[i] == 'A' ? "B" : "A", id.AsSpan(i + 1));
            Assert.False(_ids.TryOpen(changed, out _, out _), $"changed at {i}");
        }
    }

    [Fact]
    public void An_id_of_another_installation_is_not_opened() =>
        Assert.False(_ids.TryOpen(new ChallengeIds(KeyRing.Of(new byte[32])).Seal(Number, Id), out _, out _));

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("Яндекс")]
    public void Anything_else_is_not_opened(string text) => Assert.False(_ids.TryOpen(text, out _, out _));
}
