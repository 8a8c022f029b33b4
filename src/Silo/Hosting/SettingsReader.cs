using Cashback.Messages;
using Cashback.Programme;
using Cashback.Storage;
using Npgsql;

namespace Cashback.Silo.Hosting;

/// <summary>Reads and checks the settings before anything is built on them; each complaint names the setting.</summary>
internal static class SettingsReader
{
    public static CashbackSettings Read(IConfiguration configuration)
    {
        CashbackSettings settings;
        try
        {
            settings = configuration.GetSection(CashbackSettings.Section).Get<CashbackSettings>() ?? new();
        }
        catch (InvalidOperationException e)
        {
            throw new StartupException(e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message, e);
        }

        settings.Storage.Postgres ??= configuration["CASHBACK_POSTGRES"];
        CheckLedger(configuration);
        CheckStorage(settings.Storage);
        CheckProgramme(settings);
        SecretSettings.Of(settings);

        if (settings.Cluster.ProbeTimeout < TimeSpan.FromMilliseconds(100))
        {
            throw Bad("Cluster:ProbeTimeout", settings.Cluster.ProbeTimeout, "a duration of at least 00:00:00.1");
        }

        return settings;
    }

    private static void CheckStorage(StorageSettings storage)
    {
        switch (storage.Provider)
        {
            case StorageSettings.Sqlite:
                if (string.IsNullOrWhiteSpace(storage.Data))
                {
                    throw Bad("Storage:Data", storage.Data, "a folder");
                }

                break;
            case StorageSettings.PostgreSql:
                CheckPostgres(storage.Postgres);
                break;
            default:
                throw Bad("Storage:Provider", storage.Provider, $"{StorageSettings.Sqlite} or {StorageSettings.PostgreSql}");
        }
    }

    /// <summary>Version 0.1 could save the ledger through Orleans' provider. Ignored, such a database's subscribers would all seem new.</summary>
    private static void CheckLedger(IConfiguration configuration)
    {
        const string Setting = $"{CashbackSettings.Section}:Storage:Ledger";
        if (configuration[Setting] is { } value and not "grouped")
        {
            throw new StartupException($"{Setting} is '{value}', but the setting no longer exists: every ledger is saved as 'grouped' was. Remove it.");
        }
    }

    private static void CheckPostgres(string? connectionString)
    {
        const string Example = "Host=localhost;Username=cashback;Password=…;Database=cashback";
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new StartupException($"Cashback:Storage:Postgres (or CASHBACK_POSTGRES) is not set; for example: {Example}");
        }

        try
        {
            _ = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException e)
        {
            // The text itself is left out: it holds a password.
            throw new StartupException($"Cashback:Storage:Postgres can't be read as a connection string: {e.Message} For example: {Example}", e);
        }
    }

    private static void CheckProgramme(CashbackSettings settings)
    {
        var programme = settings.Programme;
        if (programme.MonthlyCap <= 0)
        {
            throw Bad("Programme:MonthlyCap", programme.MonthlyCap, "whole bonuses above 0");
        }

        if (programme.TopUpCeiling is <= 0)
        {
            throw Bad("Programme:TopUpCeiling", programme.TopUpCeiling, "whole bonuses above 0, or nothing for no ceiling");
        }

        if (programme.InsightsMonthsMax is < 1 or > 120)
        {
            throw Bad("Programme:InsightsMonthsMax", programme.InsightsMonthsMax, "a whole number from 1 to 120");
        }

        if (!Enum.IsDefined(programme.Rounding))
        {
            throw Bad("Programme:Rounding", programme.Rounding, "halfUp or down");
        }

        if (programme.UndoMinutes is < 0 or > 60)
        {
            throw Bad("Programme:UndoMinutes", programme.UndoMinutes, "minutes from 0 to 60");
        }

        if (programme.ReceiptsPerDay < 0)
        {
            throw Bad("Programme:ReceiptsPerDay", programme.ReceiptsPerDay, "a whole number, 0 or more");
        }

        if (programme.ClaimsPerDay < 0)
        {
            throw Bad("Programme:ClaimsPerDay", programme.ClaimsPerDay, "a whole number, 0 or more");
        }

        CheckReferral(programme.Referral);
        CheckMessages(programme);
        CheckSignIn(programme.SignIn);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(programme.TimeZone, out _))
        {
            throw Bad("Programme:TimeZone", programme.TimeZone, "a zone of the IANA list, for example Europe/Moscow");
        }

        foreach (var (setting, value, expected) in programme.Cards.Faults())
        {
            throw Bad($"Programme:Cards:{setting}", value, expected);
        }

        foreach (var (setting, value, expected) in programme.Devices.Faults())
        {
            throw Bad($"Programme:Devices:{setting}", value, expected);
        }
    }

    private static void CheckMessages(ProgrammeSettings programme)
    {
        if (!QuietHours.TryParse(programme.QuietHours, out _))
        {
            throw Bad("Programme:QuietHours", programme.QuietHours, $"two times of a day, for example 22:00-09:00, or {QuietHours.Never}");
        }

        if (programme.MessagesPerNumber is <= 0)
        {
            throw Bad("Programme:MessagesPerNumber", programme.MessagesPerNumber, "a whole number above 0, or nothing for any number");
        }

        if (programme.SmsPartsPerDay is <= 0)
        {
            throw Bad("Programme:SmsPartsPerDay", programme.SmsPartsPerDay, "a whole number above 0, or nothing for any number");
        }
    }

    private static void CheckSignIn(SignInSettings signIn)
    {
        if (signIn.CodesPerHour is <= 0)
        {
            throw Bad("Programme:SignIn:CodesPerHour", signIn.CodesPerHour, "a whole number above 0, or nothing for any number");
        }

        if (signIn.WorkAbovePerMinute < 0)
        {
            throw Bad("Programme:SignIn:WorkAbovePerMinute", signIn.WorkAbovePerMinute, "a whole number, 0 or more");
        }
    }

    private static void CheckReferral(ReferralSettings referral)
    {
        if (referral.FirstPurchaseReward < 0)
        {
            throw Bad("Programme:Referral:FirstPurchaseReward", referral.FirstPurchaseReward, "whole bonuses, 0 or more");
        }

        if (!Enum.IsDefined(referral.RewardTo))
        {
            throw Bad("Programme:Referral:RewardTo", referral.RewardTo, "friend, inviter or both");
        }

        if (referral.FriendsMax is < 1 or > 1_000)
        {
            throw Bad("Programme:Referral:FriendsMax", referral.FriendsMax, "a whole number from 1 to 1000");
        }

        if (referral.InviterPercent is < 0 or > 100)
        {
            throw Bad("Programme:Referral:InviterPercent", referral.InviterPercent, "a percentage from 0 to 100");
        }
    }

    private static StartupException Bad(string setting, object? value, string expected) =>
        new($"{CashbackSettings.Section}:{setting} is '{value}'; expected is {expected}.");
}
