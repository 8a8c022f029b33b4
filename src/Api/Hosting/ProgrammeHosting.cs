using Cashback.Silo.Hosting;

namespace Cashback.Api.Hosting;

/// <summary>
/// Where the grains live: in this process (<c>Cashback:Mode=embedded</c>, the default) or in a cluster that this
/// process is a client of (<c>Cashback:Mode=client</c>). No endpoint knows which.
/// </summary>
internal static class ProgrammeHosting
{
    public static void AddProgramme(this WebApplicationBuilder builder)
    {
        var mode = builder.Configuration["Cashback:Mode"] ?? "embedded";
        switch (mode)
        {
            case "embedded":
                builder.AddCashbackSilo();
                break;
            case "client":
                builder.AddCashbackClusterClient();
                break;
            default:
                builder.AddCashbackSilo();
                builder.Services.AddOptions<CashbackSettings>().Validate(_ => false, $"Cashback:Mode is '{mode}'; expected is 'embedded' or 'client'.");
                break;
        }
    }
}
