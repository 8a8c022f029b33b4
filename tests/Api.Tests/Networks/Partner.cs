using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cashback.Api.Tests.Operations;
using Cashback.Api.Tests.Postbacks;

namespace Cashback.Api.Tests.Networks;

/// <summary>A network with a key, a store of it, and a subscriber's click there.</summary>
internal sealed record Partner(TestApi Api, string Network, string Key, Clicked Clicked)
{
    public string Address => $"/postbacks/{Network}/{Key}";

    /// <param name="description">Null: the one that comes with the programme.</param>
    public static async Task<Partner> OfAsync(TestApi api, string network, object? description = null)
    {
        using var operations = api.Operator();
        using var put = await operations.PutAsJsonAsync($"/ops/v1/networks/{network}", description ?? new { });
        Assert.Equal("200", await put.OutcomeAsync());
        using var made = await operations.PostAsync($"/ops/v1/networks/{network}/keys", null);
        var key = (await made.JsonAsync()).GetProperty("key").GetString()!;
        var store = network[..Math.Min(network.Length, 10)] + "-s";
        await Sample.PutStoreAsync(operations, store, "10", network);
        return new Partner(api, network, key, await Clicked.ByAsync(api, store));
    }

    /// <param name="contentType">Null: a GET without a body. Empty: a body that does not say what it is.</param>
    public async Task<HttpResponseMessage> SendAsync(
        string query, byte[] body, string? contentType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(
            contentType is null ? HttpMethod.Get : HttpMethod.Post, query.Length == 0 ? Address : $"{Address}?{query}");
        if (contentType is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = contentType.Length == 0 ? null : MediaTypeHeaderValue.Parse(contentType);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await Api.Client.SendAsync(request);
    }

    /// <summary>applied, unchanged or quarantined; of an error the status and the parameter at fault.</summary>
    public static async Task<(string Result, JsonElement Answer)> ResultAsync(HttpResponseMessage response)
    {
        var answer = await response.JsonAsync();
        return response.IsSuccessStatusCode
            ? (answer.GetProperty("result").GetString()!, answer)
            : ((int)response.StatusCode == 400 ? "400 " + string.Join(", ", await response.FieldsAsync()) : await response.OutcomeAsync(),
                answer);
    }
}
