using System.Net.Http.Json;
using Cashback.Api.Tests.Account;
using Cashback.Api.Tests.PointOfSale;
using Cashback.Support;

namespace Cashback.Api.Tests.Telemetry;

/// <summary>What a collector gets of a real run, byte by byte.</summary>
public sealed class MaskedTracesTests
{
    private const string Imei = "356938035643809";
    private const string Receipt = "t=20260518T2205&s=975.88&fn=8710000101125654&i=99456&fp=1250448795&n=1";

    [Fact]
    public async Task Neither_numbers_nor_keys_nor_codes_leave_with_traces_metrics_or_logs()
    {
        await using var collector = await Collector.StartAsync();
        await using var api = await TestApi.StartAsync(collector.Settings);
        var saver = await api.SaverAsync(1_000);
        using var bought = await saver.BuyCertificateAsync(100);
        var code = (await bought.JsonAsync()).Text("code");
        using var till = await api.NewTillAsync();
        Assert.Equal("200", await till.LookAsync(code).OutcomeAsync());
        Assert.Equal("200", await till.RedeemAsync(code, device: Imei).OutcomeAsync());
        Assert.Equal("404 not-found", await till.GetAsync(new Uri($"/pos/v1/device-sales/{Imei}", UriKind.Relative)).OutcomeAsync());
        Assert.Equal("202", await saver.Client.PostAsJsonAsync("/api/v1/me/receipts", new { qr = Receipt }).OutcomeAsync());
        using var operations = api.Operator();
        Assert.Equal("200", await operations.GetAsync(new Uri($"/ops/v1/subscribers?phone={Uri.EscapeDataString(saver.Phone)}", UriKind.Relative)).OutcomeAsync());

        // With the store away exceptions name grains by their keys.
        api.Faults.Away = true;
        Assert.StartsWith("503", await api.OtpAsync(new { phone = TestApi.NewNumber() }).OutcomeAsync(), StringComparison.Ordinal);
        api.Faults.Away = false;

        await Eventually.TrueAsync(() => Task.FromResult(
            collector.Of("traces").Contains("/pos/v1/certificates/", StringComparison.Ordinal)
            && collector.Of("traces").Contains("/postbacks/admitad/***", StringComparison.Ordinal)
            && collector.Of("traces").Contains("device-sales", StringComparison.Ordinal)
            && collector.Of("metrics").Contains("/postbacks/{network}/{key}", StringComparison.Ordinal)), "the collector has it all");

        foreach (var text in (string[])[collector.Of("traces"), collector.Of("metrics"), string.Join('\n', api.Logs.Lines)])
        {
            Assert.DoesNotContain(saver.Phone[1..], text, StringComparison.Ordinal);
            Assert.DoesNotContain(code, text, StringComparison.Ordinal);
            Assert.DoesNotContain(code.Replace("-", "", StringComparison.Ordinal), text, StringComparison.Ordinal);
            Assert.DoesNotContain(Imei, text, StringComparison.Ordinal);
            Assert.DoesNotContain("8710000101125654", text, StringComparison.Ordinal);
            Assert.DoesNotContain("sample-admitad-key", text, StringComparison.Ordinal);
            Assert.DoesNotContain(till.DefaultRequestHeaders.GetValues("X-Api-Key").Single(), text, StringComparison.Ordinal);
        }
    }
}
