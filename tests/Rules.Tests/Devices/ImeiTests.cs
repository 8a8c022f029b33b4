using Cashback.Devices;
using CsCheck;

namespace Cashback.Rules.Tests.Devices;

public sealed class ImeiTests
{
    [Theory]
    [InlineData("490154203237518", "490154203237518")]
    [InlineData("49-015420-323751-8", "490154203237518")]
    [InlineData("35 209900 176148 1", "352099001761481")]
    [InlineData("35/209900/176148/1", "352099001761481")]
    public void Imei_is_read_as_people_write_it(string text, string digits)
    {
        Assert.True(Imei.TryParse(text, out var imei, out _));
        Assert.Equal((digits, digits[..8]), (imei.Digits, imei.Tac));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("49015420323751")]
    [InlineData("4901542032375180")]
    [InlineData("490154203237517")]
    [InlineData("490154203237581")]
    [InlineData("49015420323751A")]
    [InlineData("000000000000000")]
    [InlineData("٤90154203237518")]
    public void What_is_none_is_refused_with_a_reason(string? text)
    {
        Assert.False(Imei.TryParse(text, out _, out var why));
        Assert.NotNull(why);
    }

    [Fact]
    public void One_wrong_digit_is_always_noticed() =>
        Gen.Select(Gen.Int[0, 9].Array[14], Gen.Int[0, 14], Gen.Int[1, 9]).Sample((digits, place, by) =>
        {
            var body = "1" + string.Concat(digits[1..]);
            var good = Enumerable.Range(0, 10).Select(check => $"{body}{check}").Single(text => Imei.TryParse(text, out _, out _));
            var spoilt = good.ToCharArray();
            spoilt[place] = (char)('0' + (spoilt[place] - '0' + by) % 10);
            Assert.False(Imei.TryParse(new string(spoilt), out _, out _));
        });

    [Fact]
    public void Text_of_an_imei_hides_all_but_its_end() => Assert.Equal("…7518", new Imei("490154203237518").ToString());
}
