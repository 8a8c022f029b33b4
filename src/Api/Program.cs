using Cashback.Api.Auth;
using Cashback.Api.Hosting;

return args is [HashKeyCommand.Name]
    ? HashKeyCommand.Run(Environment.GetEnvironmentVariable("Cashback__Secret"), Console.In, Console.Out, Console.Error)
    : await ApiProgram.RunAsync(args);
