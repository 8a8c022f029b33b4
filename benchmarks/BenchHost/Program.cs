using Cashback.Api.Hosting;
using Cashback.Benchmarks;
using Cashback.Benchmarks.Host;
using Cashback.Messages;
using Cashback.Payouts;
using Cashback.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

// The API with the grains in its process, as in production but for its gateways, which only count unless told otherwise.
return await CashbackProcess.RunAsync(() =>
{
    var counters = new BenchCounters();
    var app = ApiProgram.Build(args, builder =>
    {
        builder.Services.AddSingleton(counters);
        if (builder.Configuration["Bench:Gateways"] != "own")
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<ISmsGateway, CountingSms>());
            builder.Services.Replace(ServiceDescriptor.Singleton<IBillingGateway, PayingBilling>());
        }

        if (builder.Configuration["Bench:Storage"] == "nothing")
        {
            ForgetfulStorage.PutUnder(builder.Services);
        }
    });
    counters.Map(app);
    Loading.Map(app);
    return app;
});
