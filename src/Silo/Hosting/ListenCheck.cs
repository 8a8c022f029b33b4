using System.Net;
using Cashback.Programme;

namespace Cashback.Silo.Hosting;

/// <summary>
/// Checks the addresses of a process. Development has well-known keys and a clock that anybody can move, so it listens on
/// this machine only, unless two settings allow more.
/// </summary>
public static class ListenCheck
{
    /// <exception cref="StartupException">An address that is not allowed.</exception>
    public static void Check(IConfiguration configuration, IHostEnvironment environment, DevelopmentSettings settings)
    {
        if (!environment.IsDevelopment() || (settings.BeyondLoopback && settings.NothingIsReal))
        {
            return;
        }

        if (Urls(configuration).FirstOrDefault(url => !IsLoopback(url)) is { } beyond)
        {
            throw new StartupException(
                $"Development is to listen at {beyond}, beyond this machine, and it has keys that everybody knows. Choose http://localhost:PORT (--urls); or, "
                + "where nothing in it is real, say so twice: Cashback:Development:BeyondLoopback=true and Cashback:Development:NothingIsReal=true "
                + "(as environment variables: Cashback__Development__BeyondLoopback=true Cashback__Development__NothingIsReal=true).");
        }
    }

    private static List<string> Urls(IConfiguration configuration)
    {
        var urls = Split(configuration["urls"]).Concat(
            configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "").Where(url => url.Length > 0)).ToList();

        // Without urls, these ports are opened at every address.
        return urls.Count > 0
            ? urls
            : [.. Split(configuration["http_ports"]).Select(port => $"http://*:{port}"), .. Split(configuration["https_ports"]).Select(port => $"https://*:{port}")];
    }

    private static string[] Split(string? list) =>
        (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsLoopback(string url) =>
        BindingAddress.Parse(url) is var address
        && (address.IsUnixPipe || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
}
