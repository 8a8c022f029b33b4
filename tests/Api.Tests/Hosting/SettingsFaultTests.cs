using Cashback.Programme;

namespace Cashback.Api.Tests.Hosting;

/// <summary>With a setting that can't be meant nothing starts, and the complaint names it.</summary>
public sealed class SettingsFaultTests
{
    [Theory]
    [InlineData("Cashback:Facade:ProofOfWorkBits", "33")]
    [InlineData("Cashback:Facade:BodySizeMax", "0")]
    [InlineData("Cashback:Facade:RequestTimeout", "00:00:00")]
    [InlineData("Cashback:Facade:DrainDelay", "-00:00:01")]
    [InlineData("Cashback:Facade:TrustedProxies:0", "somewhere", "Cashback:Facade:TrustedProxies")]
    [InlineData("Cashback:Facade:Limits:GeneralPerMinute", "0")]
    [InlineData("Cashback:Facade:Limits:QuarantinedMax", "-1")]
    [InlineData("Cashback:Facade:Limits:OperatorNetworks:0", "10.0.0.0/99", "Cashback:Facade:Limits:OperatorNetworks")]
    [InlineData("Cashback:Operations:Keys:alice", "not-a-hash")]
    public async Task Setting_that_can_not_be_meant_stops_the_start_with_its_name(string setting, string value, string? named = null)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => TestApi.StartAsync($"{setting}={value}"));

        Assert.StartsWith(named ?? setting, StartupException.Describe(refusal) ?? refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_that_was_set_instead_of_its_hash_is_not_repeated()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => TestApi.StartAsync("Cashback:Operations:Keys:alice=a-key-in-plain-text"));

        Assert.DoesNotContain("a-key-in-plain-text", refusal.ToString(), StringComparison.Ordinal);
    }
}
