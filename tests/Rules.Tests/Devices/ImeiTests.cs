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
    [InlineData("35-209900-176148-1", "352099001761481")]
    [InlineData("35.209900.176148.1", "352099001761481")]
    [InlineData("IMEI:352099001761481", "352099001761481")]
    [InlineData("imei 35-209900-176148-1", "352099001761481")]
    [InlineData("IMEI1: 352099001761481", "352099001761481")]
    [InlineData("IMEI 2 352099001761481", "352099001761481")]
    [InlineData("IMEISV: 35-209900-176148-23", "352099001761481")]
    [InlineData("35209900176148", "352099001761481")]
    [InlineData("3520990017614823", "352099001761481")]
    [InlineData("35209900176148101", "352099001761481")]
    [InlineData("\u00A0352099001761481\u00A0", "352099001761481")]
    public void Imei_is_read_as_people_write_it(string text, string digits)
    {
        Assert.True(Imei.TryParse(text, out var imei, out _));
        Assert.Equal((digits, digits[..8]), (imei.Digits, imei.Tac));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("4901542032375")]
    [InlineData("490154203237518000")]
    [InlineData("49015420323751700")]
    [InlineData("IMEI")]
    [InlineData("IMEI: none")]
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
    public void Any_writing_of_one_device_is_one_device_and_of_two_are_two() =>
        Gen.Select(Gen.Long[10_000_000_000_000, 99_999_999_999_999], Writing, Writing, Gen.Long[1, 80_000_000_000_000]).Sample(
            (number, one, other, by) =>
        {
            var device = $"{number}";
            Assert.Equal(DeviceNumber.Normalize(one(device)), DeviceNumber.Normalize(other(device)));
            var stranger = $"{10_000_000_000_000 + (number - 10_000_000_000_000 + by) % 90_000_000_000_000}";
            Assert.NotEqual(DeviceNumber.Normalize(one(device)), DeviceNumber.Normalize(other(stranger)));
        });

    [Theory]
    [InlineData("ab 12-34", "AB12-34")]
    [InlineData("IMEI-less", "IMEI-LESS")]
    [InlineData("490154203237519", "490154203237519")]
    public void Serial_number_stays_what_it_is(string text, string normal) => Assert.Equal(normal, DeviceNumber.Normalize(text));

    /// <summary>The fourteen digits of a device as somebody or something writes them.</summary>
    private static Gen<Func<string, string>> Writing => Gen.Select(
        Gen.OneOf([.. ((string[])["", "IMEI", "imei: ", "IMEI №", "IMEI1: ", "IMEI 2 ", "IMEISV "]).Select(text => Gen.Const(text))]),
        Gen.OneOf([.. ((string[])["", " ", "-", "/", "."]).Select(text => Gen.Const(text))]),
        Gen.Int[0, 3],
        Gen.Int[0, 99],
        (prefix, between, form, version) => new Func<string, string>(device =>
        {
            var check = Imei.TryParse(device, out var imei, out _) ? imei.Digits[14..] : "";
            var tail = form switch { 0 => "", 1 => check, 2 => $"{version:D2}", _ => $"{check}{version:D2}" };
            return prefix + string.Join(between, device[..2], device[2..8], device[8..], tail).TrimEnd(' ', '-', '/', '.');
        }));

    [Fact]
    public void Text_of_an_imei_hides_all_but_its_end() => Assert.Equal("…7518", new Imei("490154203237518").ToString());
}
