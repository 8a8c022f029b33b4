using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cashback.Support;

/// <summary>A real HTTP server that speaks as Admitad's API does: tokens, statistics by pages, limits, failures.</summary>
public sealed class AdmitadService : IAsyncDisposable
{
    public const string ClientId = "client";
    public const string Secret = "s3cret-of-the-client";
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _next = new();
    private string _token = "";
    private int _tokens;

    private AdmitadService(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single() + "/";

    /// <summary>Rows as they stand now, oldest first.</summary>
    public List<Dictionary<string, object?>> Rows { get; } = [];

    /// <summary>Queries of the pages that were given.</summary>
    public ConcurrentQueue<IQueryCollection> Pages { get; } = new();

    /// <summary>How many tokens were made.</summary>
    public int Tokens => _tokens;

    /// <summary>Called after a page was given.</summary>
    public Action<int>? AfterPage { get; set; }

    /// <summary>As the token's answer has it.</summary>
    public object ExpiresIn { get; set; } = 604_800;

    public static async Task<AdmitadService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new AdmitadService(builder.Build());
        service._app.MapPost("/token/", service.TokenAsync);
        service._app.MapGet("/statistics/actions/", service.ActionsAsync);
        await service._app.StartAsync();
        return service;
    }

    public static Dictionary<string, object?> Row(long id, string status, decimal cart, string click, string updated = "2026-11-05 10:00:00") => new()
    {
        ["action_id"] = id,
        ["order_id"] = $"order-{id}",
        ["status"] = status,
        ["cart"] = cart,
        ["payment"] = cart / 10,
        ["currency"] = "RUB",
        ["action"] = "Оплаченный заказ",
        ["action_date"] = "2026-11-05 09:00:00",
        ["status_updated"] = updated,
        ["subid"] = click,
        ["subid1"] = null,
        ["comment"] = null,
        ["processed"] = 0,
        ["positions"] = new[] { new { tariff_id = 1, amount = cart } },
    };

    /// <summary>The next request for a page gets this instead.</summary>
    public AdmitadService Then(int status, string body = "", string? retryAfter = null)
    {
        _next.Enqueue(context =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is not null)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }

            return context.Response.WriteAsync(body);
        });
        return this;
    }

    /// <summary>The token that is out there is no longer good.</summary>
    public void EndToken() => _token = "";

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var basic = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{ClientId}:{Secret}"));
        if (request.Headers.Authorization != basic || form["grant_type"] != "client_credentials" || form["scope"] != "statistics")
        {
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        }

        _token = $"token-{Interlocked.Increment(ref _tokens)}";
        return Results.Json(new { access_token = _token, token_type = "bearer", expires_in = ExpiresIn, scope = "statistics" });
    }

    private async Task ActionsAsync(HttpContext context)
    {
        if (_token.Length == 0 || context.Request.Headers.Authorization != "Bearer " + _token)
        {
            context.Response.StatusCode = 401;
            return;
        }

        if (_next.TryDequeue(out var instead))
        {
            await instead(context);
            return;
        }

        var query = context.Request.Query;
        Pages.Enqueue(query);
        var limit = int.Parse(query["limit"]!, CultureInfo.InvariantCulture);
        var offset = int.Parse(query["offset"]!, CultureInfo.InvariantCulture);
        await context.Response.WriteAsJsonAsync(new
        {
            results = Rows.Skip(offset).Take(Math.Min(limit, 500)).ToArray(),
            _meta = new { count = Rows.Count, limit, offset },
        });
        AfterPage?.Invoke(Pages.Count);
    }
}
