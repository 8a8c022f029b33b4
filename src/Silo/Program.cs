// A silo of a cluster. Settings by environment or arguments, for example
//   Cashback__Storage__Provider=postgres CASHBACK_POSTGRES=Host=… Cashback__Secret=… \
//   Cashback.Silo --urls http://127.0.0.1:9101 --Cashback:Cluster:Address=127.0.0.1
// Ports between silos and for the API's processes are any free ones unless set (Cashback:Cluster:SiloPort, GatewayPort).
// /health/live and /health/ready answer at --urls.
using Cashback.Silo.Hosting;
using Cashback.Silo.Logging;

return await CashbackProcess.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddMaskedConsole();
    builder.AddSiloTelemetry();
    builder.AddCashbackSilo();
    var app = builder.BuildChecked();
    app.MapCashbackHealth();
    return app;
});
