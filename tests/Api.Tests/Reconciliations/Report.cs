using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cashback.Support;

namespace Cashback.Api.Tests.Reconciliations;

/// <summary>Sends a network's report and waits for what comes of it.</summary>
internal static class Report
{
    public const string Header = "action_id;status;cart;currency;order_id;action;subid;comment\n";

    public static Task<HttpResponseMessage> SendAsync(HttpClient operations, byte[] file, string query = "network=admitad") =>
        SendAsync(operations, new ByteArrayContent(file), query);

    public static Task<HttpResponseMessage> SendAsync(HttpClient operations, HttpContent content, string query = "network=admitad")
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return operations.PostAsync("/ops/v1/reconciliations?" + query, content);
    }

    /// <summary>The whole way: 202, then the run's end.</summary>
    public static async Task<JsonElement> RunAsync(HttpClient operations, string text, string query = "network=admitad", Encoding? encoding = null)
    {
        using var response = await SendAsync(operations, (encoding ?? Encoding.UTF8).GetBytes(text), query);
        Assert.Equal("202", await response.OutcomeAsync());
        return await EndAsync(operations, response.Headers.Location!.ToString());
    }

    public static async Task<JsonElement> EndAsync(HttpClient operations, string address, TimeSpan? bound = null)
    {
        JsonElement run = default;
        await Eventually.TrueAsync(
            async () =>
            {
                run = await operations.GetFromJsonAsync<JsonElement>(address);
                return run.GetProperty("state").GetString() != "running";
            },
            $"{address} has ended",
            bound);
        return run;
    }

    public static async Task<IReadOnlyList<JsonElement>> ConflictsAsync(HttpClient operations, JsonElement run)
    {
        var found = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await operations.GetFromJsonAsync<JsonElement>(
                $"/ops/v1/reconciliations/{run.Text("id")}/conflicts?limit=100" + (cursor is null ? "" : "&cursor=" + cursor));
            found.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.Text("nextCursor");
        }
        while (cursor is not null);
        return found;
    }

    /// <summary>The counts that are not zero: <c>lines 2, new 1, same 1</c>.</summary>
    public static string Counts(this JsonElement run) => string.Join(", ", run.GetProperty("counts").EnumerateObject()
        .Where(count => count.Value.GetInt64() != 0).Select(count => $"{count.Name} {count.Value.GetInt64()}"));

    public static string? Text(this JsonElement element, string property) => element.GetProperty(property) switch
    {
        { ValueKind: JsonValueKind.Null } => null,
        var value => value.ToString(),
    };
}
