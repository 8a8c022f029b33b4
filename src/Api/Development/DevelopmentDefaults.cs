namespace Cashback.Api.Development;

/// <summary>
/// What Development brings along: limits that do not get in the way of trying things out, and no waiting at the end.
/// Every setting given otherwise wins over these.
/// </summary>
internal static class DevelopmentDefaults
{
    public static void AddDevelopmentDefaults(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            return;
        }

        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Cashback:Programme:QuietHours"] = "none",
                ["Cashback:Programme:MessagesPerNumber"] = "1000",
                ["Cashback:Programme:SignIn:WorkAbovePerMinute"] = "3000",
                ["Cashback:Facade:DrainDelay"] = "00:00:00",
                ["Cashback:Facade:Limits:GeneralPerMinute"] = "6000",
                ["Cashback:Facade:Limits:SignInPerMinute"] = "600",
                ["Cashback:Facade:Limits:CodesPerHour"] = "3000",
                ["Cashback:Facade:Limits:OperationsPerMinute"] = "6000",
            },
        });
    }
}
