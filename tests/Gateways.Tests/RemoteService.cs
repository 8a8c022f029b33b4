using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cashback.Gateways.Tests;

internal sealed record Received(string Method, string Path, string? ContentType, string? Key, string? Authorization, string Body);

/// <summary>Somebody else's HTTP service: notes what it gets and answers what it is told.</summary>
internal sealed class RemoteService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();

    private RemoteService(WebApplication app) => _app = app;

    public ConcurrentQueue<Received> Requests { get; } = new();

    public string Address => _app.Urls.Single();

    public static async Task<RemoteService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new RemoteService(builder.Build());
        service._app.Run(service.HandleAsync);
        await service._app.StartAsync();
        return service;
    }

    /// <summary>The answer to the next request; the last one is given for ever.</summary>
    public RemoteService Answer(int status, string body, string contentType = "application/json") => Answer(context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body);
    });

    public RemoteService Answer(Func<HttpContext, Task> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = context.Request;
        Requests.Enqueue(new(
            request.Method, request.Path, request.ContentType, request.Headers["Idempotency-Key"], request.Headers.Authorization,
            await reader.ReadToEndAsync()));
        Assert.True(_answers.Count == 1 ? _answers.TryPeek(out var answer) : _answers.TryDequeue(out answer), "No answer was prepared.");
        await answer!(context);
    }
}
