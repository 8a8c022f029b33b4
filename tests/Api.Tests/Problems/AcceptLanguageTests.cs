using System.Diagnostics;
using Cashback.Api.Problems;
using CsCheck;

namespace Cashback.Api.Tests.Problems;

public sealed class AcceptLanguageTests
{
    [Theory]
    [InlineData("ru", TextLanguage.Russian)]
    [InlineData("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", TextLanguage.Russian)]
    [InlineData("RU", TextLanguage.Russian)]
    [InlineData("de, ru;q=0.1", TextLanguage.Russian)]
    [InlineData("en;q=0.3, ru ; q = 0.4", TextLanguage.Russian)]
    [InlineData("ru, en", TextLanguage.Russian)]
    [InlineData("ru;q=0.5, en;q=0.5", TextLanguage.Russian)]
    [InlineData("en;q=0, *", TextLanguage.Russian)]
    [InlineData("ru;q=0.1, ru-RU;q=0.9, en;q=0.5", TextLanguage.Russian)]
    [InlineData("", TextLanguage.English)]
    [InlineData("*", TextLanguage.English)]
    [InlineData("de, fr;q=0.5", TextLanguage.English)]
    [InlineData("en, ru", TextLanguage.English)]
    [InlineData("en-GB;q=0.8, ru;q=0.7", TextLanguage.English)]
    [InlineData("ru;q=0", TextLanguage.English)]
    [InlineData("ru;q=0.000", TextLanguage.English)]
    [InlineData("ru;q=0.5, *;q=0.9", TextLanguage.English)]
    [InlineData("run", TextLanguage.English)]
    [InlineData("rus", TextLanguage.English)]
    [InlineData("ru;q=2, en;q=0.1", TextLanguage.English)]
    [InlineData("ru;q=-1", TextLanguage.English)]
    [InlineData("ru;q=NaN", TextLanguage.English)]
    [InlineData("ru;quality=1, en;q=0.1", TextLanguage.English)]
    [InlineData(";;;,,,=;q=1", TextLanguage.English)]
    public void Best_liked_of_the_two_languages_is_chosen_and_english_where_neither_is_named(string header, TextLanguage expected) =>
        Assert.Equal(expected, AcceptLanguage.Choose(header));

    [Fact]
    public void Language_with_the_higher_quality_is_chosen_in_any_order() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Bool).Where((russian, english, _) => russian != english).Sample(
            (russian, english, first) =>
        {
            var parts = new[] { $"ru;q={Quality(russian)}", $"en;q={Quality(english)}" };
            var header = string.Join(',', first ? parts : parts.Reverse());
            Assert.Equal(russian > english ? TextLanguage.Russian : TextLanguage.English, AcceptLanguage.Choose(header));
        });

    [Fact]
    public void No_header_makes_the_reader_fail() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["rune-;q=0.1,* \t"], 0, 60]).Sample(header => Assert.True(Enum.IsDefined(AcceptLanguage.Choose(header))));

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("ru;q=0.1,")]
    [InlineData("-")]
    [InlineData("q=")]
    public void Time_to_read_a_header_grows_with_its_length_only(string part)
    {
        var header = string.Concat(Enumerable.Repeat(part, 4_000_000 / part.Length));
        var start = Stopwatch.GetTimestamp();
        AcceptLanguage.Choose(header);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }

    private static string Quality(int thousandths) => (thousandths / 1000m).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
