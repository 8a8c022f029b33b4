using Cashback.Programme;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Storage.Tests;

/// <summary>What a person can correct at start is reported in one message that says what and how.</summary>
public sealed class StartupTests
{
    [Theory]
    [InlineData("Cashback:Storage:Provider", "oracle", "Cashback:Storage:Provider")]
    [InlineData("Cashback:Storage:Data", " ", "Cashback:Storage:Data")]
    [InlineData("Cashback:Storage:Ledger", "ledger", "Cashback:Storage:Ledger")]
    [InlineData("Cashback:Programme:MonthlyCap", "0", "Cashback:Programme:MonthlyCap")]
    [InlineData("Cashback:Programme:MonthlyCap", "many", "Cashback:Programme:MonthlyCap")]
    [InlineData("Cashback:Programme:TopUpCeiling", "-1", "Cashback:Programme:TopUpCeiling")]
    [InlineData("Cashback:Programme:Rounding", "up", "Cashback:Programme:Rounding")]
    [InlineData("Cashback:Programme:Rounding", "7", "Cashback:Programme:Rounding")]
    [InlineData("Cashback:Programme:QuietHours", "22-9", "Cashback:Programme:QuietHours")]
    [InlineData("Cashback:Programme:MessagesPerNumber", "0", "Cashback:Programme:MessagesPerNumber")]
    [InlineData("Cashback:Programme:SmsPartsPerDay", "-5", "Cashback:Programme:SmsPartsPerDay")]
    [InlineData("Cashback:Programme:SignIn:CodesPerHour", "0", "Cashback:Programme:SignIn:CodesPerHour")]
    [InlineData("Cashback:Programme:SignIn:WorkAbovePerMinute", "-1", "Cashback:Programme:SignIn:WorkAbovePerMinute")]
    [InlineData("Cashback:Programme:InsightsMonthsMax", "0", "Cashback:Programme:InsightsMonthsMax")]
    [InlineData("Cashback:Programme:InsightsMonthsMax", "121", "Cashback:Programme:InsightsMonthsMax")]
    [InlineData("Cashback:Programme:ReceiptsPerDay", "-1", "Cashback:Programme:ReceiptsPerDay")]
    [InlineData("Cashback:Programme:ClaimsPerDay", "-1", "Cashback:Programme:ClaimsPerDay")]
    [InlineData("Cashback:Programme:Referral:FirstPurchaseReward", "-1", "Cashback:Programme:Referral:FirstPurchaseReward")]
    [InlineData("Cashback:Programme:Referral:RewardTo", "nobody", "Cashback:Programme:Referral:RewardTo")]
    [InlineData("Cashback:Programme:Referral:RewardTo", "9", "Cashback:Programme:Referral:RewardTo")]
    [InlineData("Cashback:Programme:Referral:FriendsMax", "0", "Cashback:Programme:Referral:FriendsMax")]
    [InlineData("Cashback:Programme:Referral:FriendsMax", "1001", "Cashback:Programme:Referral:FriendsMax")]
    [InlineData("Cashback:Programme:Referral:InviterPercent", "101", "Cashback:Programme:Referral:InviterPercent")]
    [InlineData("Cashback:Programme:Devices:RewardMax", "0", "Cashback:Programme:Devices:RewardMax")]
    [InlineData("Cashback:Programme:Devices:RewardMax", "0.001", "Cashback:Programme:Devices:RewardMax")]
    [InlineData("Cashback:Programme:Cards:MonthlyCap", "-1", "Cashback:Programme:Cards:MonthlyCap")]
    [InlineData("Cashback:Programme:Cards:Fee", "0.005", "Cashback:Programme:Cards:Fee")]
    [InlineData("Cashback:Programme:Cards:FeeFreeTurnover", "-1", "Cashback:Programme:Cards:FeeFreeTurnover")]
    [InlineData("Cashback:Programme:Cards:FeeFreeBalance", "-1", "Cashback:Programme:Cards:FeeFreeBalance")]
    [InlineData("Cashback:Programme:Cards:InterestFrom", "-1", "Cashback:Programme:Cards:InterestFrom")]
    [InlineData("Cashback:Programme:Cards:WithdrawalsADay", "-1", "Cashback:Programme:Cards:WithdrawalsADay")]
    [InlineData("Cashback:Programme:Cards:WithdrawalsAMonth", "-1", "Cashback:Programme:Cards:WithdrawalsAMonth")]
    [InlineData("Cashback:Programme:Cards:MachineFixed", "-1", "Cashback:Programme:Cards:MachineFixed")]
    [InlineData("Cashback:Programme:Cards:InterestPercent", "101", "Cashback:Programme:Cards:InterestPercent")]
    [InlineData("Cashback:Programme:Cards:HighInterestPercent", "-1", "Cashback:Programme:Cards:HighInterestPercent")]
    [InlineData("Cashback:Programme:Cards:MachinePercent", "101", "Cashback:Programme:Cards:MachinePercent")]
    [InlineData("Cashback:Programme:Cards:DeskPercent", "101", "Cashback:Programme:Cards:DeskPercent")]
    [InlineData("Cashback:Programme:Cards:Categories:everyday:Percent", "101", "Cashback:Programme:Cards:Categories:everyday:Percent")]
    [InlineData("Cashback:Programme:Cards:FeeFreeMonths", "1201", "Cashback:Programme:Cards:FeeFreeMonths")]
    [InlineData("Cashback:Programme:Cards:HighInterestFrom", "1000", "Cashback:Programme:Cards:HighInterestFrom")]
    [InlineData("Cashback:Programme:Cards:ExcludedCodes", "48-12", "Cashback:Programme:Cards:ExcludedCodes")]
    [InlineData("Cashback:Programme:Cards:ExcludedCodes", "4121", "Cashback:Programme:Cards:ExcludedCodes")]
    [InlineData("Cashback:Cluster:ProbeTimeout", "00:00:00.05", "Cashback:Cluster:ProbeTimeout")]
    [InlineData("Cashback:Programme:TimeZone", "Europe/Atlantis", "Cashback:Programme:TimeZone")]
    [InlineData("Cashback:Secret", "c2hvcnQ=", "Cashback:Secret")]
    public async Task Wrong_setting_is_named(string setting, string value, string named)
    {
        var failure = await FailAsync(new() { [setting] = value });

        // Not another setting whose name begins with it.
        Assert.Matches($"{named}(?![A-Za-z])", failure);
    }

    [Fact]
    public async Task Wrong_settings_are_named_all_together()
    {
        var failure = await FailAsync(new()
        {
            ["Cashback:Programme:MonthlyCap"] = "0",
            ["Cashback:Programme:Cards:Fee"] = "-1",
            ["Cashback:Cluster:ProbeTimeout"] = "00:00:00.05",
            ["Cashback:Secret"] = "c2hvcnQ=",
            ["Cashback:Storage:Ledger"] = "adonet",
            ["Cashback:FiscalData:Url"] = "nowhere",
        });

        string[] named =
        [
            "Cashback:Programme:MonthlyCap", "Cashback:Programme:Cards:Fee", "Cashback:Cluster:ProbeTimeout", "Cashback:Secret",
            "Cashback:Storage:Ledger", "Cashback:FiscalData:Url",
        ];
        Assert.All(
            named,
            setting => Assert.Contains(failure.Split(Environment.NewLine), line => line.StartsWith(
                setting + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Postgres_without_a_secret_is_refused_even_in_Development()
    {
        var failure = await FailAsync(new() { ["Cashback:Storage:Provider"] = "postgres", ["Cashback:Storage:Postgres"] = "Host=127.0.0.1" });

        Assert.Contains("Cashback:Secret", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_that_is_away_is_named_without_its_password()
    {
        var failure = await FailAsync(new()
        {
            ["Cashback:Storage:Provider"] = "postgres",
            ["Cashback:Storage:Postgres"] = "Host=127.0.0.1;Port=1;Database=bonuses;Username=u;Password=hush-hush",
            ["Cashback:Secret"] = Convert.ToBase64String(new byte[32]),
        });

        Assert.Contains("'bonuses' on 127.0.0.1:1", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_database_is_named()
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("cashback.db"), [.. Enumerable.Repeat((byte)'x', 8192)]);

        var failure = await FailAsync(new() { ["Cashback:Storage:Data"] = folder.Path });

        Assert.Contains(folder.File("cashback.db"), failure, StringComparison.Ordinal);
        Assert.Contains("damaged", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_cannot_be_written_is_named()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("file"), "");

        var failure = await FailAsync(new() { ["Cashback:Storage:Data"] = folder.File("file/data") });

        Assert.Contains(folder.File("file/data"), failure, StringComparison.Ordinal);
        Assert.Contains("--data", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_that_was_removed_is_refused_unless_it_says_what_holds_now()
    {
        await using (await TestProgramme.StartAsync(settings: new Dictionary<string, string?> { ["Cashback:Storage:Ledger"] = "grouped" }))
        {
        }

        var failure = await FailAsync(new() { ["Cashback:Storage:Ledger"] = "adonet" });

        Assert.Contains("Cashback:Storage:Ledger is 'adonet', but the setting no longer exists", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_of_a_running_process_is_refused()
    {
        using var folder = new TempFolder();
        await using var running = await TestProgramme.StartAsync(settings: new Dictionary<string, string?> { ["Cashback:Storage:Data"] = folder.Path });

        var failure = await FailAsync(new() { ["Cashback:Storage:Data"] = folder.Path });

        Assert.Contains("in use by another process", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_of_Development_is_made_once_and_for_its_owner_only()
    {
        using var folder = new TempFolder();
        var settings = new Dictionary<string, string?> { ["Cashback:Storage:Data"] = folder.Path };
        await using (var first = await TestProgramme.StartAsync(settings: settings))
        {
            _ = first.Services.GetService(typeof(Secrets));
        }

        var made = await File.ReadAllTextAsync(folder.File("secret"));
        await using (var second = await TestProgramme.StartAsync(settings: settings))
        {
            _ = second.Services.GetService(typeof(Secrets));
        }

        Assert.Equal(made, await File.ReadAllTextAsync(folder.File("secret")));
        Assert.True(
            OperatingSystem.IsWindows() || File.GetUnixFileMode(folder.File("secret")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private static async Task<string> FailAsync(Dictionary<string, string?> settings)
    {
        try
        {
            await using var programme = await TestProgramme.StartAsync(settings: settings);
        }
        catch (Exception e) when (StartupException.Describe(e) is { } message)
        {
            return message;
        }

        throw new InvalidOperationException("It started.");
    }

    private sealed class TempFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("cashback-test-").FullName;

        public string File(string name) => System.IO.Path.Combine(Path, name);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
