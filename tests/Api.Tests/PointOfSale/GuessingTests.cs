using Cashback.Api.Tests.Account;

namespace Cashback.Api.Tests.PointOfSale;

/// <summary>Who tries codes is slowed down and then blocked, by key and by address.</summary>
public sealed class GuessingTests
{
    /// <summary>Its last character does not fit the others.</summary>
    private const string Mistyped = "222222-222222-222223";

    /// <summary>It could be a code, and nobody's.</summary>
    private const string Unknown = "222222-222222-222222";

    [Fact]
    public async Task Wrong_codes_are_told_then_slowed_down_and_then_blocked_whichever_way_they_come()
    {
        await using var api = await TestApi.StartAsync();
        using var till = await api.NewTillAsync();
        using var other = await api.NewTillAsync();

        for (var wrong = 1; wrong <= 6; wrong++)
        {
            Assert.Equal(
                wrong % 2 == 0 ? "404 mistyped-certificate-code" : "404 unknown-certificate",
                await (wrong % 3 == 0 ? till.RedeemAsync(wrong % 2 == 0 ? Mistyped : Unknown) : till.LookAsync(
                    wrong % 2 == 0 ? Mistyped : Unknown)).OutcomeAsync());
        }

        using (var slowed = await till.LookAsync(Unknown))
        {
            Assert.Equal("429 too-many-wrong-codes", await slowed.OutcomeAsync());
            Assert.Equal(1, slowed.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        }

        // Another key from the same address is held up as well.
        Assert.Equal("429 too-many-wrong-codes", await other.LookAsync(Unknown).OutcomeAsync());
        for (var wrong = 7; wrong <= 20; wrong++)
        {
            await api.AdvanceAsync(TimeSpan.FromMinutes(1));
            Assert.Equal("404 unknown-certificate", await till.LookAsync(Unknown).OutcomeAsync());
        }

        await api.AdvanceAsync(TimeSpan.FromMinutes(30));
        using (var blocked = await till.RedeemAsync(Unknown, key: "k"))
        {
            Assert.Equal("429 too-many-wrong-codes", await blocked.OutcomeAsync());
            Assert.InRange(blocked.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 29, 30);
        }

        // The refusal was not kept as the answer under its key.
        await api.AdvanceAsync(TimeSpan.FromMinutes(31));
        Assert.Equal("404 unknown-certificate", await till.RedeemAsync(Unknown, key: "k").OutcomeAsync());
    }

    [Fact]
    public async Task Right_codes_cost_nothing_and_do_not_make_wrong_ones_forgotten()
    {
        await using var api = await TestApi.StartAsync();
        using var till = await api.NewTillAsync();
        var saver = await api.SaverAsync(1_000);
        using var bought = await saver.BuyCertificateAsync(100);
        var code = (await bought.JsonAsync()).Text("code");

        for (var round = 0; round < 6; round++)
        {
            Assert.Equal("404 unknown-certificate", await till.LookAsync(Unknown).OutcomeAsync());
            Assert.Equal(round < 5 ? "200" : "429 too-many-wrong-codes", await till.LookAsync(code).OutcomeAsync());
        }
    }
}
