using System.Text;
using Cashback.Api.Tests.PointOfSale;

namespace Cashback.Api.Tests.Facade;

/// <summary>Calls every route as somebody it takes.</summary>
internal sealed class Callers(HttpClient subscriber, HttpClient operations, HttpClient till, HttpClient anybody) : IDisposable
{
    public static async Task<Callers> SignInAsync(TestApi api) =>
        new((await api.SignInAsync()).Client, api.Operator(), await api.NewTillAsync(), api.Client);

    /// <param name="language">Of the problem that is asked for; null: nothing is said.</param>
    public Task<HttpResponseMessage> SendAsync(Route route, string? body, string? language = null)
    {
        var client = route.Scheme switch { "subscriber" => subscriber, "operations" => operations, "shop" => till, _ => anybody };
        var request = new HttpRequestMessage(route.Method, route.Path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (language is not null)
        {
            request.Headers.Add("Accept-Language", language);
        }

        return client.SendAsync(request);
    }

    public void Dispose()
    {
        subscriber.Dispose();
        operations.Dispose();
        till.Dispose();
    }
}
