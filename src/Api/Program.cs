using Cashback.Api.Hosting;

return args switch
{
    [HashKeyCommand.Name] =>
        HashKeyCommand.Run(new ConfigurationBuilder().AddEnvironmentVariables().Build(), Console.In, Console.Out, Console.Error),
    [SecretsCommand.Name, ..] => await SecretsCommand.RunAsync(args, Console.Out, Console.Error),
    _ => await ApiProgram.RunAsync(args),
};
