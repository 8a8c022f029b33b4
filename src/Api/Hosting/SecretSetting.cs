using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cashback.Api.Hosting;

internal static class SecretSetting
{
    private const int BytesMin = 32;

    /// <summary>The installation's secret; the embedded silo may have brought it already.</summary>
    public static void AddSecrets(this WebApplicationBuilder builder) =>
        builder.Services.TryAddSingleton(Read(builder.Configuration["Cashback:Secret"]));

    public static Secrets Read(string? base64)
    {
        var master = new byte[base64?.Length ?? 0];
        return Convert.TryFromBase64String(base64 ?? "", master, out var length) && length >= BytesMin
            ? new Secrets(master[..length])
            : throw new UnusableSettingException(
                $"Cashback:Secret must be at least {BytesMin} random bytes in base64, the same for every process; 'openssl rand -base64 32' makes one.");
    }
}
