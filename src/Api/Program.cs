using Cashback.Api.Hosting;

return await ApiProgram.RunAsync(args);
