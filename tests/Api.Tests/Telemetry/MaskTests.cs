using System.Diagnostics;
using Cashback.Certificates;
using Cashback.Silo.Logging;

namespace Cashback.Api.Tests.Telemetry;

public sealed class MaskTests
{
    [Theory]
    [InlineData("sign-in of +79161234567 failed", "sign-in of +7916***67 failed")]
    [InlineData("\"phone/phone:\\u002B79161234567\"", "\"phone/phone:\\u002B7916***67\"")]
    [InlineData("89161234567", "8916***67")]
    [InlineData("device/device:356938035643809 broke", "device/device:*** broke")]
    [InlineData("imei 356938035643809", "imei 3569***09")]
    [InlineData("receipt:8710000101125654:99456:1250448795, again", "receipt:***, again")]
    [InlineData("promo:ABCD1234", "promo:***")]
    [InlineData("GET /postbacks/admitad/sample-admitad-key?subid=1", "GET /postbacks/admitad/***?subid=1")]
    [InlineData("/postbacks/admitad/k_e-y/batch", "/postbacks/admitad/***/batch")]
    [InlineData("order:admitad:1234567890123 at 1779138300000", "order:admitad:1234567890123 at 1779138300000")]
    [InlineData("/postbacks/admitad", "/postbacks/admitad")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("", "")]
    public void Numbers_keys_and_parts_of_addresses_are_hidden_and_nothing_else(string text, string masked) =>
        Assert.Equal(masked, NumberMask.Of(text));

    [Fact]
    public void Codes_of_certificates_are_hidden_as_they_are_shown_and_as_they_are_kept()
    {
        for (var i = 0; i < 100; i++)
        {
            var code = CertificateCode.Make();
            Assert.Equal("code *** used", NumberMask.Of($"code {code} used"));
            Assert.Equal("/pos/v1/certificates/***/redemptions", NumberMask.Of($"/pos/v1/certificates/{CertificateCode.Show(code)}/redemptions"));
        }
    }

    [Fact]
    public void A_long_text_costs_one_pass()
    {
        var since = Stopwatch.GetTimestamp();
        Assert.Equal("1111***11", NumberMask.Of(new string('1', 1_000_000)));
        foreach (var part in (string[])["postbacks/", "receipt:", "ABCDEF-", "7916", "a"])
        {
            Assert.NotEmpty(NumberMask.Of(string.Concat(Enumerable.Repeat(part, 100_000))));
        }

        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(5));
    }
}
