using System.Net.Http.Json;

namespace Cashback.Api.Tests.Operations;

internal static class Sample
{
    public static object Store(string percent = "5", string network = "admitad", string name = "Лавка", bool active = true) => new
    {
        name,
        categories = new[] { "online" },
        network,
        linkTemplate = "https://example.com/?subid={click}",
        tariffs = new[] { new { code = "default", percent } },
        confirmationDays = 30,
        active,
    };

    public static async Task PutStoreAsync(HttpClient operations, string id, string percent = "5", string network = "admitad")
    {
        using var response = await operations.PutAsJsonAsync($"/ops/v1/stores/{id}", Store(percent, network));
        Assert.Equal("200", await response.OutcomeAsync());
    }
}
