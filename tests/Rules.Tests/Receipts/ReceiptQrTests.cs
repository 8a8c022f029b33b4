using Cashback.Receipts;
using CsCheck;

namespace Cashback.Rules.Tests.Receipts;

public sealed class ReceiptQrTests
{
    private const string Text = "t=20260518T2205&s=975.88&fn=8710000101125654&i=99456&fp=1250448795&n=1";

    [Theory]
    [InlineData(Text)]
    [InlineData("n=1&fp=1250448795&i=99456&fn=8710000101125654&s=975.88&t=20260518T2205")]
    [InlineData("t=20260518T2205 & s= 975.88 &fn=8710000101125654 &i=99456&fp=1250448795&n=1 \r\n")]
    [InlineData("t=20260518t2205&s=975,88&fn=8710000101125654&i=00099456&fp=0001250448795&n=1")]
    [InlineData("t=2026\n0518T2205&s=9 75.88&fn=8710 0001 0112 5654&i=99456&fp=1250448795&n=1")]
    [InlineData("t=20260518T2205&s=975.88&fn=8710000101125654&i=99456&fp=1250448795&n=1&utm=a&utm=b")]
    [InlineData("T=20260518T220500&S=975.88&FN=8710000101125654&I=99456&FP=1250448795&N=1&x=y&flag")]
    [InlineData("t%3D20260518T2205%26s%3D975.88%26fn%3D8710000101125654%26i%3D99456%26fp%3D1250448795%26n%3D1")]
    [InlineData("t=20260518T2205&s=+975.88&fn=8710000101125654%20&i=99456&fp=1250448795&n=1")]
    [InlineData("https://check.example/q?t=20260518T2205&amp;s=975.88&amp;fn=8710000101125654&amp;i=99456&amp;fp=1250448795&amp;n=1")]
    public void Variants_of_one_code_are_one_receipt(string text)
    {
        var read = ReceiptQr.Read(text, out var faults);

        Assert.Empty(faults);
        Assert.Equal("8710000101125654-99456-1250448795", read!.Name.ToString());
        Assert.Equal((new DateTime(2026, 5, 18, 22, 5, 0), 975.88m, 1), (read.Time, read.Sum, read.Operation));
    }

    [Theory]
    [InlineData("t=20190418T211655&s=3943.26&fn=9282000100072197&i=64318&fp=2918241905&n=1", "9282000100072197-64318-2918241905")]
    [InlineData("t=20240917T1801&s=1285.21&fn=7281440500751551&i=30526&fp=1168453787&n=1", "7281440500751551-30526-1168453787")]
    public void Real_codes_are_read(string text, string name) => Assert.Equal(name, ReceiptQr.Read(text, out _)!.Name.ToString());

    [Theory]
    [InlineData("t", "")]
    [InlineData("t", "20261318T2205")]
    [InlineData("t", "20260518T2405")]
    [InlineData("t", "2026-05-18T22:05")]
    [InlineData("s", "")]
    [InlineData("s", "0")]
    [InlineData("s", "-1")]
    [InlineData("s", "1.234")]
    [InlineData("s", "1e3")]
    [InlineData("s", "999999999")]
    [InlineData("fn", "871000010112565")]
    [InlineData("fn", "87100001011256540")]
    [InlineData("fn", "871000010112565x")]
    [InlineData("i", "0")]
    [InlineData("i", "4294967296")]
    [InlineData("i", "12-3")]
    [InlineData("fp", "")]
    [InlineData("fp", "99999999999999999999999")]
    [InlineData("n", "5")]
    [InlineData("n", "")]
    [InlineData("n", "11")]
    public void Malformed_field_is_named_and_no_other(string field, string value)
    {
        var parts = Text.Split('&').Select(part => part.StartsWith(field + "=", StringComparison.Ordinal) ? $"{field}={value}" : part);

        Assert.Null(ReceiptQr.Read(string.Join('&', parts), out var faults));
        Assert.StartsWith(field + ": ", Assert.Single(faults).En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("https://example.com")]
    public void What_is_no_code_at_all_is_refused(string? text)
    {
        Assert.Null(ReceiptQr.Read(text, out var faults));
        Assert.NotEmpty(faults);
    }

    [Fact]
    public void Field_given_twice_is_refused_unless_it_says_the_same()
    {
        Assert.NotNull(ReceiptQr.Read(Text + "&n=1", out _));
        Assert.Null(ReceiptQr.Read(Text + "&s=1.00", out var faults));
        Assert.StartsWith("s: ", Assert.Single(faults).En, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_order_spaces_zeros_and_additions_leave_the_name_the_same() =>
        Gen.Select(Gen.Shuffle(Text.Split('&')), Gen.Int[0, 5], Gen.Int[0, 3]).Sample((parts, zeros, spaces) =>
        {
            var pad = new string(' ', spaces);
            var text = string.Join('&', parts.Select(part => part.Replace("i=", "i=" + new string('0', zeros), StringComparison.Ordinal)
                .Replace("fp=", "fp=" + new string('0', zeros), StringComparison.Ordinal) + pad).Append("more=1"));
            return ReceiptQr.Read(text, out _)?.Name.ToString() == "8710000101125654-99456-1250448795";
        });

    [Fact]
    public void No_text_at_all_makes_it_throw() => Gen.String.Sample(text =>
    {
        var read = ReceiptQr.Read(text, out var faults);
        return (read is null) == (faults.Count > 0);
    });
}
