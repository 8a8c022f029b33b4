using System.Net.Http.Json;
using System.Text.Json;
using Cashback.Api.Tests.Account;
using Cashback.Api.Tests.Auth;
using Cashback.Api.Tests.PointOfSale;

namespace Cashback.Api.Tests.Operations;

public sealed class AuditTests
{
    [Fact]
    public async Task What_was_credited_is_held_paid_in_certificates_lost_or_reversed()
    {
        await using var api = await TestApi.StartAsync();
        using var op = api.Operator();
        AssertBooks(await op.ReadAsync("/ops/v1/audit"));

        var payer = await api.SignInAsync();
        await api.BuyAsync(payer, "2000");
        var saver = await api.SaverAsync(3_000);
        using var bought = await saver.BuyCertificateAsync(2_000);
        using var till = await api.NewTillAsync();
        using var redeemed = await till.RedeemAsync((await bought.JsonAsync()).Text("code"), "1500");
        var holder = await api.SignInAsync();
        await api.BuyAsync(holder, "600");
        var taken = await api.BuyAsync(holder, "100");
        using var reversal = await op.PostAsJsonAsync($"/ops/v1/purchases/{taken}/reversal", new { subscriberId = holder.Tokens.SubscriberId, reason = "returned" });
        var leaver = await api.SignInAsync();
        await api.BuyAsync(leaver, "140");
        using var left = await api.ExitAsync(leaver, new { acceptLoss = true });

        var audit = await op.ReadAsync("/ops/v1/audit");

        AssertBooks(audit, credited: 3_142, reversed: 5, held: 1_030, paid: 100, certificates: 2_000, lost: 7);
        Assert.Equal((4, 1), (audit.Number("subscribers"), audit.Number("left")));
        Assert.Equal(100, audit.Number("paidByBilling"));
        Assert.Equal("""{"count":1,"sum":2000,"used":1,"applied":1499}""", audit.GetProperty("issuedCertificates").GetRawText());
    }

    private static void AssertBooks(
        JsonElement audit, long credited = 0, long reversed = 0, long held = 0, long paid = 0, long certificates = 0, long lost = 0)
    {
        Assert.True(audit.GetProperty("balanced").GetBoolean());
        Assert.Equal(
            (credited, reversed, held, 0L, paid, certificates, lost, 0L),
            (audit.Number("credited"), audit.Number("reversed"), audit.Number("held"), audit.Number("inPayout"), audit.Number("paid"),
                audit.Number("certificates"), audit.Number("lost"), audit.Number("difference")));
        Assert.Empty(audit.GetProperty("unbalanced").EnumerateArray());
    }
}
