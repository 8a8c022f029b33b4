using CsCheck;

namespace Cashback.Rules.Tests.Values;

public sealed class PhoneTests
{
    private static readonly string[] Prefixes = ["+7", "7", "8", ""];
    private static readonly string[] Separators = ["", " ", "-", ".", "\u00A0", "\u2011", " ("];

    [Theory]
    [InlineData("+79161234567")]
    [InlineData("79161234567")]
    [InlineData("89161234567")]
    [InlineData("9161234567")]
    [InlineData("8 (916) 123-45-67")]
    [InlineData("(+7) 916.123.45.67")]
    [InlineData(" 79161234567 ")]
    [InlineData("+7\u00A0916\u2011123\u201145\u201167")]
    [InlineData("\u202A+7 916 123-45-67\u202C")]
    public void Number_is_read_as_people_write_it(string text)
    {
        Assert.True(Phone.TryParse(text, out var phone, out var why), why?.En);
        Assert.Equal("+79161234567", phone.E164);
    }

    [Theory]
    [InlineData("8916ABCDEFG")]
    [InlineData("8916abcdefg")]
    [InlineData("+7916FLOWERS")]
    [InlineData("8916АБВГДЕЖ")]
    [InlineData("8916123456O")]
    [InlineData("+79161234567 доб. 5")]
    [InlineData("+79161234567 ext 5")]
    [InlineData("tel:+79161234567")]
    [InlineData("+79161234567x")]
    [InlineData("call +79161234567")]
    public void Letters_are_an_error_and_never_digits(string text)
    {
        Assert.False(Phone.TryParse(text, out _, out var why));
        Assert.Contains("letters", why?.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+79161234567#5")]
    [InlineData("+79161234567,5")]
    [InlineData("+79161234567;89161234568")]
    [InlineData("+7916+1234567")]
    [InlineData("+79161234567 +79161234568")]
    [InlineData("+791612345678")]
    [InlineData("+7916123456")]
    [InlineData("\uD83D\uDE00+79161234567")]
    public void What_is_more_or_less_than_one_number_is_refused(string text) => Assert.False(Phone.TryParse(text, out _, out _));

    [Theory]
    [InlineData("+76001234567", "Kazakhstan")]
    [InlineData("+77011234567", "Kazakhstan")]
    [InlineData("87011234567", "Kazakhstan")]
    [InlineData("+74951234567", "mobile")]
    [InlineData("+14155550123", "Russian")]
    public void Only_russian_mobile_numbers_take_part(string text, string because)
    {
        Assert.False(Phone.TryParse(text, out _, out var why));
        Assert.Contains(because, why?.En, StringComparison.Ordinal);
    }

    [Fact]
    public void One_letter_anywhere_makes_it_no_number() =>
        Gen.Select(Gen.Int[0, 12], Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['A', 'Z'], Gen.Char['а', 'я'])).Sample((at, letter) =>
            Assert.False(Phone.TryParse("+79161234567".Insert(at, letter.ToString()), out _, out _)));

    [Fact]
    public void Any_writing_of_a_number_is_that_number() =>
        Gen.Select(Gen.Int[0, 9_999_999], Gen.Int[0, 3], Gen.Int[0, 6].Array[10]).Sample((number, prefix, separators) =>
        {
            var digits = $"916{number:D7}";
            var text = Prefixes[prefix] + string.Concat(digits.Select((digit, i) => Separators[separators[i]] + digit));
            Assert.True(Phone.TryParse(text, out var phone, out var why), $"{text}: {why?.En}");
            Assert.Equal($"+7{digits}", phone.E164);
        });

    [Fact]
    public void A_long_text_is_refused_by_its_length() => Assert.False(Phone.TryParse(new string(' ', 1_000_000) + "+79161234567", out _, out _));
}
