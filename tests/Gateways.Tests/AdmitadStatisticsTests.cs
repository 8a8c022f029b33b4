using Cashback.Reconciliations;
using Cashback.Support;
using Microsoft.Extensions.Hosting;

namespace Cashback.Gateways.Tests;

public sealed class AdmitadStatisticsTests
{
    [Fact]
    public async Task Rows_are_read_page_by_page_oldest_first_with_the_window_asked_for()
    {
        await using var admitad = await AdmitadService.StartAsync();
        Fill(admitad, 1_100);
        using var host = HostOf(admitad);

        var rows = await ReadAsync(host.Get<INetworkStatistics>().ChangedSince(new DateTimeOffset(2026, 11, 5, 7, 0, 0, TimeSpan.Zero)));

        Assert.Equal(Enumerable.Range(1, 1_100).Select(id => $"{id}"), rows.Select(row => row.Values!["action_id"]));
        Assert.Equal(["0", "500", "1000"], admitad.Pages.Select(page => page["offset"].ToString()));
        Assert.All(admitad.Pages, page => Assert.Equal(
            "05.11.2026 10:00:00 datetime 500 42", $"{page["status_updated_start"]} {page["order_by"]} {page["limit"]} {page["website"]}"));
        Assert.Equal(1, admitad.Tokens);
        Assert.False(rows[0].Values!.ContainsKey("positions"));
    }

    [Fact]
    public async Task Days_are_asked_for_by_the_actions_date()
    {
        await using var admitad = await AdmitadService.StartAsync();
        using var host = HostOf(admitad);

        await ReadAsync(host.Get<INetworkStatistics>().OfDays(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 31)));

        var page = Assert.Single(admitad.Pages);
        Assert.Equal("01.10.2026 31.10.2026", $"{page["date_start"]} {page["date_end"]}");
    }

    [Fact]
    public async Task Rows_added_while_the_pages_are_read_make_none_get_lost()
    {
        await using var admitad = await AdmitadService.StartAsync();
        Fill(admitad, 700);
        admitad.AfterPage = page =>
        {
            if (page == 1)
            {
                // One enters the window among those that were read already, one at its end.
                admitad.Rows.Insert(0, AdmitadService.Row(9_001, "approved", 1, "x"));
                admitad.Rows.Add(AdmitadService.Row(9_002, "approved", 1, "x"));
            }
        };
        using var host = HostOf(admitad);

        var ids = (await ReadAsync(Changed(host))).Select(row => row.Values!["action_id"]).ToList();

        Assert.Superset(Enumerable.Range(1, 700).Select(id => $"{id}").Append("9002").ToHashSet(), ids.ToHashSet());
        Assert.Equal(2, ids.Count(id => id == "500"));
    }

    [Fact]
    public async Task Token_that_ends_in_the_middle_is_renewed()
    {
        await using var admitad = await AdmitadService.StartAsync();
        Fill(admitad, 600);
        admitad.AfterPage = _ => admitad.EndToken();
        using var host = HostOf(admitad);

        Assert.Equal(600, (await ReadAsync(Changed(host))).Count);
        Assert.Equal(2, admitad.Tokens);
    }

    [Fact]
    public async Task Too_many_requests_and_failures_of_the_server_are_waited_out()
    {
        await using var admitad = await AdmitadService.StartAsync();
        Fill(admitad, 3);
        admitad.Then(429, retryAfter: "0").Then(500).Then(429, retryAfter: "1").Then(503, retryAfter: "0");
        using var host = HostOf(admitad);

        Assert.Equal(3, (await ReadAsync(Changed(host))).Count);
    }

    [Theory]
    [InlineData(200, "<html>", "not JSON")]
    [InlineData(200, "[]", "without a list of results")]
    [InlineData(200, "{\"results\":{}}", "without a list of results")]
    [InlineData(403, "{\"error\":\"insufficient_scope\"}", "403: {\"error\":\"insufficient_scope\"}")]
    public async Task Answer_that_can_not_be_read_is_named(int status, string body, string named)
    {
        await using var admitad = await AdmitadService.StartAsync();
        admitad.Then(status, body);
        using var host = HostOf(admitad);

        var failure = await Assert.ThrowsAsync<ReportUnreadableException>(() => ReadAsync(Changed(host)));
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_credentials_are_told_without_the_secret()
    {
        await using var admitad = await AdmitadService.StartAsync();
        using var host = HostOf(admitad, secret: "a-wrong-secret");

        var failure = await Assert.ThrowsAsync<ReportUnreadableException>(() => ReadAsync(Changed(host)));
        Assert.Contains("token answered 401", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-wrong-secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_of_the_credentials_stops_the_start_with_the_setting_named()
    {
        using var host = GatewayHost.Build("Development", ($"{AdmitadSettings.Section}:ClientId", "x"));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"{AdmitadSettings.Section}:ClientSecret", failure.ToString(), StringComparison.Ordinal);
        Assert.False(GatewayHost.Build("Development").Get<INetworkStatistics>().IsConfigured);
    }

    private static IReportSource Changed(IHost host) => host.Get<INetworkStatistics>().ChangedSince(DateTimeOffset.UnixEpoch);

    private static IHost HostOf(AdmitadService admitad, string secret = AdmitadService.Secret) => GatewayHost.Build(
        "Development",
        ($"{AdmitadSettings.Section}:BaseUrl", admitad.Address),
        ($"{AdmitadSettings.Section}:ClientId", AdmitadService.ClientId),
        ($"{AdmitadSettings.Section}:ClientSecret", secret),
        ($"{AdmitadSettings.Section}:WebsiteId", "42"));

    private static void Fill(AdmitadService admitad, int rows) =>
        admitad.Rows.AddRange(Enumerable.Range(1, rows).Select(id => AdmitadService.Row(id, "pending", id, "x")));

    private static async Task<List<ReportRow>> ReadAsync(IReportSource source)
    {
        await using var closing = source;
        var rows = new List<ReportRow>();
        await foreach (var row in source.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(row);
        }

        return rows;
    }
}
