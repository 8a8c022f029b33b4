using System.Text;
using Cashback.Api.Csv;

namespace Cashback.Api.Tests.Csv;

public sealed class CsvOutputTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData(null, "")]
    [InlineData("say \"yes\"", "\"say \"\"yes\"\"\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+7 916", "'+7 916")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("\u00A0=1+1", "'\u00A0=1+1")]
    [InlineData("\t=1+1", "\"'\t=1+1\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("a=b", "a=b")]
    public void Cell_is_quoted_where_it_has_to_be_and_never_a_formula(string? text, string written) =>
        Assert.Equal(written, CsvOutput.Cell(text));

    [Fact]
    public void Lines_end_as_rfc_4180_says() =>
        Assert.Equal("a,b\r\n1,\r\n", Encoding.UTF8.GetString(CsvOutput.Lines([["a", "b"], ["1", null]])));
}
