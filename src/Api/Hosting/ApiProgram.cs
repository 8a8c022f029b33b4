using Cashback.Api.Account;
using Cashback.Api.Auth;
using Cashback.Api.Catalogue;
using Cashback.Api.Development;
using Cashback.Api.Facade;
using Cashback.Api.Health;
using Cashback.Api.Idempotency;
using Cashback.Api.OpenApi;
using Cashback.Api.Operations;
using Cashback.Api.PointOfSale;
using Cashback.Api.Postbacks;
using Cashback.Silo.Hosting;

namespace Cashback.Api.Hosting;

/// <summary>The facade as a program: how it is put together.</summary>
public static class ApiProgram
{
    private const string DefaultUrl = "http://localhost:8080";

    public static Task<int> RunAsync(string[] args) => CashbackProcess.RunAsync(() => Build(args));

    /// <param name="configure">For tests: what to change of the services once all are registered. Settings go with the arguments.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddDevelopmentDefaults();
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null or "")
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.AddTelemetry();
        builder.AddProgramme();
        builder.AddFacade();
        builder.AddSignIn();
        builder.AddOperators();
        builder.AddShops();
        builder.AddIdempotency();
        builder.AddCatalogue();
        builder.AddPostbacks();
        builder.AddOperations();
        builder.AddDevelopment();
        builder.AddHealth();
        builder.AddApiDescription();
        configure?.Invoke(builder);

        var app = builder.BuildChecked();
        app.UseFacade();
        app.MapHealth();
        app.MapApiDescription();
        MapAudiences(app);
        return app;
    }

    /// <summary>The endpoints of each audience: one line each, in the order of the HTTP contract.</summary>
    private static void MapAudiences(WebApplication app)
    {
        app.MapSignIn();
        app.MapSessions();
        app.MapCatalogue();
        app.MapAccount();
        app.MapPostbacks();
        app.MapPointOfSale();
        app.MapDeviceSales();
        app.MapOperations();
        app.MapDevelopment();
    }
}
