using Cashback.Receipts;

namespace Cashback.Gateways.Tests;

public sealed class ProverkachekaServiceTests : IAsyncLifetime
{
    private const string Token = "11111.s3cretOfTheAccount";
    private const string Document =
        """
        {"code":1,"first":1,"data":{"json":{"code":3,"user":"ООО \"Магазин\"  ","userInn":"7825706086  ","items":[
          {"name":"*Тыква                       1кг","price":9999,"quantity":2.474,"sum":24738,"nds":2,"itemsQuantityMeasure":11},
          {"name":"Молоко","price":10000,"quantity":"1","sum":10000}],
         "totalSum":34738,"dateTime":"2024-09-17T18:01:00","kktRegId":"0001234567012345    ","fiscalDriveNumber":"7281440500751551",
         "fiscalDocumentNumber":30526,"fiscalSign":1168453787,"messageFiscalSign":9.297e18,"operationType":1,
         "retailPlaceAddress":"680000, г.Хабаровск","region":"27","metadata":{"receiveDate":"2024-09-17T11:01:24Z"}},"html":"<table></table>"},
         "request":{"qrraw":"…"}}
        """;

    private static readonly ReceiptQr Qr = ReceiptQr.Read("t=20240917T1801&s=347.38&fn=7281440500751551&i=30526&fp=1168453787&n=1", out _)!;
    private RemoteService _service = null!;

    public async ValueTask InitializeAsync() => _service = await RemoteService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Document_is_read_with_kopecks_padding_and_decimal_quantities()
    {
        _service.Answer(200, Document);

        var answer = await AskAsync();

        Assert.Equal(FiscalStatus.Found, answer.Status);
        var receipt = answer.Receipt!;
        Assert.Equal(
            (Qr.Name.ToString(), 347.38m, "7825706086", "ООО \"Магазин\"", "27"),
            (receipt.Name.ToString(), receipt.Sum, receipt.RetailerInn, receipt.Retailer, receipt.Region));
        Assert.Equal(new DateTime(2024, 9, 17, 18, 1, 0), receipt.Time);
        Assert.Equal([(2.474m, 247.38m), (1m, 100m)], receipt.Lines.Select(line => (line.Quantity, line.Sum)));
    }

    [Theory]
    [InlineData("\"2024-09-17T18:01\"")]
    [InlineData("\"2024-09-17T18:01:00\"")]
    [InlineData("\"2024-09-17 18:01:00\"")]
    [InlineData("\"2024-09-17T18:01:00.000\"")]
    [InlineData("\"2024-09-17T18:01:00+10:00\"")]
    [InlineData("\"2024-09-17T18:01+03:00\"")]
    [InlineData("\"2024-09-17T18:01:00Z\"")]
    [InlineData("1726596060")]
    public async Task Time_of_the_till_is_read_however_it_is_written(string time)
    {
        _service.Answer(200, Document.Replace("\"2024-09-17T18:01:00\"", time, StringComparison.Ordinal));
        Assert.Equal(new DateTime(2024, 9, 17, 18, 1, 0), (await AskAsync()).Receipt!.Time);
    }

    [Theory]
    [InlineData("\"sum\":10000", "\"sum\":null", 100)]
    [InlineData(",\"sum\":10000", "", 100)]
    [InlineData("\"price\":10000,\"quantity\":\"1\",\"sum\":10000", "\"sum\":null", 0)]
    public async Task Line_without_a_sum_is_worth_its_price_times_its_quantity(string there, string instead, decimal sum)
    {
        _service.Answer(200, Document.Replace(there, instead, StringComparison.Ordinal));
        Assert.Equal([247.38m, sum], (await AskAsync()).Receipt!.Lines.Select(line => line.Sum));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Document_without_lines_is_a_document_all_the_same(string items)
    {
        var (first, last) = (Document.IndexOf('[', StringComparison.Ordinal), Document.IndexOf(']', StringComparison.Ordinal));
        _service.Answer(200, Document[..first] + items + Document[(last + 1)..]);
        Assert.Empty((await AskAsync()).Receipt!.Lines);
    }

    [Theory]
    [InlineData(200, """{"code":0,"data":"Чек некорректен"}""", FiscalStatus.Unknown)]
    [InlineData(200, """{"code":2,"data":"Данные чека пока не получены"}""", FiscalStatus.NotYet)]
    [InlineData(200, """{"code":3,"data":"Превышено количество запросов"}""", FiscalStatus.Busy)]
    [InlineData(200, """{"code":4,"data":"Ожидание перед повторным запросом"}""", FiscalStatus.Busy)]
    [InlineData(401, "", FiscalStatus.Busy)]
    [InlineData(403, "", FiscalStatus.Busy)]
    [InlineData(429, "", FiscalStatus.Busy)]
    public async Task Codes_of_the_service_have_their_meaning(int status, string body, FiscalStatus expected)
    {
        _service.Answer(status, body);

        Assert.Equal(expected, (await AskAsync()).Status);
    }

    [Theory]
    [InlineData(200, """{"code":5,"data":"other"}""")]
    [InlineData(200, """{"code":1,"data":{"json":{"items":[]}}}""")]
    [InlineData(200, """{"code":1}""")]
    [InlineData(200, """{}""")]
    [InlineData(200, "<html>")]
    [InlineData(500, "")]
    public async Task What_is_no_answer_is_an_exception_without_the_token(int status, string body)
    {
        _service.Answer(status, body);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync());
        Assert.DoesNotContain(Token, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_that_the_service_repeats_is_not_kept()
    {
        _service.Answer(200, $$"""{"code":3,"data":"limit of {{Token}} reached"}""");

        Assert.Equal("limit of … reached", (await AskAsync()).Why);
    }

    [Theory]
    [InlineData(1, "fn=7281440500751551&fd=30526&fp=1168453787&t=20240917T1801&s=347.38&n=1&qr=0")]
    [InlineData(2, "qrraw=t%3D20240917T1801%26s%3D347.38%26fn%3D7281440500751551%26i%3D30526%26fp%3D1168453787%26n%3D1")]
    [InlineData(3, "fn=7281440500751551&fd=30526&fp=1168453787&t=20240917T180100&s=347.38&n=1&qr=0")]
    [InlineData(4, "fn=7281440500751551&fd=30526&fp=1168453787&t=20240917T1801&s=347.38&n=1&qr=0")]
    public async Task Each_attempt_asks_in_another_way(int attempt, string form)
    {
        _service.Answer(200, """{"code":2}""");

        await AskAsync(attempt);

        Assert.Equal($"token={Token}&{form}", Assert.Single(_service.Requests).Body);
    }

    private async Task<FiscalAnswer> AskAsync(int attempt = 1)
    {
        using var host = GatewayHost.Build("Development", ("Cashback:FiscalData:Url", _service.Address), ("Cashback:FiscalData:Token", Token));
        return await host.Get<IFiscalDataService>().FindAsync(Qr, attempt, TestContext.Current.CancellationToken);
    }
}
