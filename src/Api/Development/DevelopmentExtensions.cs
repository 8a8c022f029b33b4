using Cashback.Api.Auth;

namespace Cashback.Api.Development;

/// <summary>What Development has beside the programme: sample data, and a key for operations that everybody knows.</summary>
internal static class DevelopmentExtensions
{
    public const string SampleOperator = "sample";
    public const string SampleOperatorKey = "sample-ops-key";

    /// <summary>After the programme (silo or client) was added, so that the sample data finds it running.</summary>
    public static void AddDevelopment(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            return;
        }

        builder.Services.AddOptions<OperationsSettings>().Configure<Secrets>((operations, secrets) =>
            operations.Keys[SampleOperator] = OperationsSettings.Text(OperationsSettings.Hashes(secrets, SampleOperatorKey)[0]));
        builder.Services.AddHostedService<SampleData>();
    }
}
