using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cashback.Cluster.Tests.Services;

/// <summary>An SMS service that speaks SMSC's interface and shows what was sent: in a cluster there is no Development outbox.</summary>
internal sealed class SmsService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _sent = new();
    private readonly ConcurrentDictionary<string, bool> _ids = new();

    private Task _held = Task.CompletedTask;
    private int _inside;

    private SmsService(WebApplication app) => _app = app;

    /// <summary>Messages that are here, and whose senders wait for the answer.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Takes messages, and answers none before the task ends.</summary>
    public void Hold(Task until) => _held = until;

    public Uri Url => new(_app.Urls.First() + "/sys/send.php");

    public static async Task<SmsService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var service = new SmsService(builder.Build());
        service._app.Urls.Add("http://127.0.0.1:0");
        service._app.MapPost("/sys/send.php", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            service._sent.GetOrAdd(form["phones"].ToString(), _ => new()).Enqueue(form["mes"].ToString());
            service._ids[form["id"].ToString()] = true;
            Interlocked.Increment(ref service._inside);
            await service._held;
            Interlocked.Decrement(ref service._inside);
            return Results.Json(new { id = 1, cnt = 1 });
        });
        service._app.MapPost("/sys/status.php", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            return service._ids.ContainsKey(form["id"].ToString())
                ? Results.Json(new { status = 1 })
                : Results.Json(new { error = "not found", error_code = 3 });
        });
        await service._app.StartAsync();
        return service;
    }

    public int Count => _sent.Values.Sum(texts => texts.Count);

    public IReadOnlyCollection<string> To(string phone) => _sent.TryGetValue(phone, out var texts) ? texts : [];

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
