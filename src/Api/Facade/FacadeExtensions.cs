using Cashback.Api.Idempotency;
using Cashback.Api.Json;
using Cashback.Api.Problems;
using Cashback.Api.Telemetry;
using Cashback.Programme;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Facade;

/// <summary>What every endpoint needs: problem details, limits, JSON, headers.</summary>
internal static class FacadeExtensions
{
    /// <summary>As much as a network's message may have: some put all of it into the query, the page before the order included.</summary>
    private const int RequestLineMax = 64 * 1024;
    private const int BodyBytesPerSecond = 240;

    public static void AddFacade(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedSettings<FacadeSettings>(FacadeSettings.Section);
        services.AddSingleton<OperatorNetworks>();
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.AddRateLimits();
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<FacadeSettings>>((options, settings) =>
            options.DefaultPolicy = new RequestTimeoutPolicy { Timeout = settings.Value.RequestTimeout, TimeoutStatusCode = 503 });
        services.ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));

        // Always, not only in Development: an unreadable request then reaches the handler with the field at fault.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<FacadeSettings>>((kestrel, settings) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.Value.BodySizeMax;
            kestrel.Limits.MaxRequestLineSize = RequestLineMax;
            kestrel.Limits.RequestHeadersTimeout = settings.Value.HeadersTimeout;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(BodyBytesPerSecond, settings.Value.BodyGrace);
        });
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<FacadeSettings>>(TrustProxies);

        // Longer than the longest request, so that what is in flight at shutdown gets its answer.
        services.AddOptions<HostOptions>().Configure<IOptions<FacadeSettings>>((host, settings) =>
            host.ShutdownTimeout = settings.Value.RequestTimeout + settings.Value.DrainDelay + TimeSpan.FromSeconds(15));
    }

    public static void UseFacade(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            app.Services.GetRequiredService<Postbacks.ArrivalClock>().Note(context);
            return next(context);
        });
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseSecurityEvents();
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => StatusProblems.WriteAsync(context.HttpContext));
        app.UseRouting();
        app.UseRequestTimeouts();

        // A partner is known by its key, and its messages are safe to repeat by themselves: what people need would be a
        // tenth of the work of a postback.
        app.MapWhen(IsPostback, partners => partners.UseRateLimiter().UseEndpoints(_ => { }));
        app.UseCleanQuery();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseKnownCharset();
        app.UseIdempotency();
    }

    private static bool IsPostback(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/postbacks", StringComparison.OrdinalIgnoreCase);

    private static void TrustProxies(ForwardedHeadersOptions options, IOptions<FacadeSettings> settings)
    {
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var proxies in settings.Value.TrustedProxies)
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxies));
        }

        // Through as many of them as there are in a row: the nearest address that is not one of theirs is the client's.
        options.ForwardLimit = null;

        // With no proxy known the middleware would believe everybody, so the headers are ignored altogether.
        options.ForwardedHeaders = options.KnownIPNetworks.Count > 0
            ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
            : ForwardedHeaders.None;
    }
}
