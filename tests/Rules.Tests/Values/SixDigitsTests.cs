using CsCheck;

namespace Cashback.Rules.Tests.Values;

public sealed class SixDigitsTests
{
    private static readonly string[] Separator = [" ", "-", "\u00A0", "\u202F", "\n", "\r\n", "\t", "\u2013", "\u2011", "\u2212", "\u200B", "\uFEFF"];
    private static readonly Gen<string> Separators = Gen.Int[0, Separator.Length - 1].Array[0, 3].Select(
        chosen => string.Concat(chosen.Select(i => Separator[i])));

    [Theory]
    [InlineData("509507")]
    [InlineData("509 507")]
    [InlineData("509-507")]
    [InlineData("50 95 07")]
    [InlineData("  509507\r\n")]
    [InlineData("509\u00A0507")]
    [InlineData("509\u2011507")]
    [InlineData("\uFEFF509\n507\u200B")]
    public void Code_is_read_as_it_is_pasted(string text) => Assert.Equal("509507", SixDigits.Read(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("50950")]
    [InlineData("5095071")]
    [InlineData("509507 1")]
    [InlineData("50950a")]
    [InlineData("G-509507")]
    [InlineData("509,507")]
    [InlineData("509+507")]
    [InlineData("١٢٣٤٥٦")]
    public void What_is_not_six_digits_is_no_code(string? text) => Assert.Null(SixDigits.Read(text));

    [Fact]
    public void A_long_text_is_no_code_whatever_it_holds() => Assert.Null(SixDigits.Read(new string(' ', 1_000_000) + "509507"));

    [Fact]
    public void Separators_anywhere_change_nothing() =>
        Gen.Select(Gen.Int[0, 999_999], Separators.Array[7]).Sample((number, separators) =>
        {
            var code = $"{number:D6}";
            var text = string.Concat(separators.Select((separator, i) => separator + (i < 6 ? code[i] : "")));
            Assert.Equal(code, SixDigits.Read(text));
        });
}
