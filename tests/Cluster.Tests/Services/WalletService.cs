using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cashback.Cluster.Tests.Services;

/// <summary>A wallet service that pays what it is asked for, each key once, and shows what it paid.</summary>
internal sealed class WalletService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, decimal> _paid = new();

    private WalletService(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First() + "/transfers");

    public static async Task<WalletService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var service = new WalletService(builder.Build());
        service._app.Urls.Add("http://127.0.0.1:0");
        service._app.MapPost("/transfers", async (HttpRequest request) =>
        {
            using var order = await JsonDocument.ParseAsync(request.Body);
            var amount = decimal.Parse(order.RootElement.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);
            service._paid[request.Headers["Idempotency-Key"].ToString()] = amount;
            return Results.Json(new { status = "paid" });
        });
        await service._app.StartAsync();
        return service;
    }

    /// <summary>The amounts of the payments whose key names a device.</summary>
    public IReadOnlyCollection<decimal> PaidFor(params IEnumerable<string> imeis) =>
        [.. _paid.Where(paid => imeis.Any(imei => paid.Key.Contains(imei, StringComparison.Ordinal))).Select(paid => paid.Value)];

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
