using Cashback.Api.Hosting;
using Cashback.Benchmarks;
using Cashback.Benchmarks.Host;
using Cashback.Messages;
using Cashback.Payouts;
using Cashback.Silo.Hosting;
using Cashback.Silo.Logging;
using Microsoft.Extensions.DependencyInjection.Extensions;

// As in production but for its gateways, which only count unless told otherwise: the API with the grains in its process or as a client
// of silos (Cashback:Mode), or one of these silos.
return await CashbackProcess.RunAsync(() =>
{
    var counters = new BenchCounters();
    var codes = new SentCodes();
    var app = Environment.GetEnvironmentVariable("Bench__Role") == "silo" ? BuildSilo() : ApiProgram.Build(args, Configure);
    counters.Map(app);
    codes.Map(app);
    Loading.Map(app);
    return app;

    WebApplication BuildSilo()
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddMaskedConsole();
        builder.AddCashbackSilo();
        Configure(builder);
        var silo = builder.BuildChecked();
        silo.MapCashbackHealth();
        return silo;
    }

    void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(counters);
        builder.Services.AddSingleton(codes);
        if (builder.Configuration["Bench:Gateways"] != "own")
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<ISmsGateway, CountingSms>());
            builder.Services.Replace(ServiceDescriptor.Singleton<IBillingGateway, PayingBilling>());
        }

        if (builder.Configuration["Bench:Storage"] == "nothing")
        {
            ForgetfulStorage.PutUnder(builder.Services);
        }
    }
});
