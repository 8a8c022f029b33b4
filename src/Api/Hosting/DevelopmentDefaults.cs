namespace Cashback.Api.Hosting;

/// <summary>
/// What Development brings along so that one command starts it: a secret that everybody knows, the sample key of
/// operations, limits that do not get in the way of trying things out. Every setting given otherwise wins over these.
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
                ["Cashback:Secret"] = "ZGV2ZWxvcG1lbnQtc2VjcmV0LWtub3duLXRvLWV2ZXJ5Ym9keQ==",
                ["Cashback:Facade:DrainDelay"] = "00:00:00",
                ["Cashback:Facade:Limits:GeneralPerMinute"] = "6000",
                ["Cashback:Facade:Limits:SignInPerMinute"] = "600",
                ["Cashback:Facade:Limits:CodesPerHour"] = "3000",
                ["Cashback:Facade:Limits:OperationsPerMinute"] = "6000",
            },
        });
    }
}
