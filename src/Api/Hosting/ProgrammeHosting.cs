using Cashback.Silo.Gateways;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cashback.Api.Hosting;

/// <summary>
/// Where the grains live: in this process (<c>Cashback:Mode=embedded</c>, the default) or in a cluster that this
/// process is a client of (<c>Cashback:Mode=client</c>). No endpoint knows which.
/// </summary>
internal static class ProgrammeHosting
{
    public static void AddProgramme(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<IdSource>();
        var mode = builder.Configuration["Cashback:Mode"] ?? "embedded";
        switch (mode)
        {
            case "embedded":
                builder.AddCashbackGateways();
                builder.UseOrleans(silo => silo
                    .UseLocalhostClustering()
                    .AddMemoryGrainStorage(StorageNames.Records)
                    .AddMemoryGrainStorage(StorageNames.Ledger));
                break;
            case "client":
                builder.UseOrleansClient(client => client.UseLocalhostClustering());
                break;
            default:
                throw new UnusableSettingException($"Cashback:Mode is '{mode}'; it must be 'embedded' or 'client'.");
        }
    }
}
