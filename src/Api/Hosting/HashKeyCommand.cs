using Cashback.Api.Auth;
using Cashback.Programme;
using Cashback.Silo.Hosting;

namespace Cashback.Api.Hosting;

/// <summary>
/// <c>Cashback.Api hash-key</c>: reads an operator's key from standard input (so that it stands in no list of processes)
/// and prints the hash to put into <c>Cashback:Operations:Keys:NAME</c>. Needs the installation's secret.
/// </summary>
public static class HashKeyCommand
{
    public const string Name = "hash-key";
    private const int KeyLengthMin = 32;
    private const int KeyLengthMax = 256;

    /// <param name="settings">Of the process: <c>Cashback:Secret</c>, or <c>Cashback:Secrets:ID</c> and
    /// <c>Cashback:CurrentSecret</c>.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IConfiguration settings, TextReader input, TextWriter output, TextWriter errors)
    {
        Secrets? secrets;
        try
        {
            secrets = SecretSettings.Read(settings);
        }
        catch (StartupException wrong)
        {
            errors.WriteLine(wrong.Message);
            return 1;
        }

        if (secrets is null)
        {
            errors.WriteLine("Cashback:Secret (environment variable Cashback__Secret) must be the installation's: the hash is made with it.");
            return 1;
        }

        var key = input.ReadLine()?.Trim();
        if (key is null or { Length: < KeyLengthMin or > KeyLengthMax })
        {
            errors.WriteLine($"A key of {KeyLengthMin} to {KeyLengthMax} characters is expected on standard input; make one with: openssl rand -hex 32");
            return 1;
        }

        output.WriteLine(OperationsSettings.Text(OperationsSettings.Hashes(secrets, key)[0]));
        return 0;
    }
}
