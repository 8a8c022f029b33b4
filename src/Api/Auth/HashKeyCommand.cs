namespace Cashback.Api.Auth;

/// <summary>
/// <c>Cashback.Api hash-key</c>: reads an operator's key from standard input (so that it stands in no list of processes)
/// and prints the hash to put into <c>Cashback:Operations:Keys:NAME</c>. Needs <c>Cashback:Secret</c>.
/// </summary>
public static class HashKeyCommand
{
    public const string Name = "hash-key";
    private const int KeyLengthMin = 32;
    private const int KeyLengthMax = 256;
    private const int SecretBytes = 32;

    /// <returns>The exit code.</returns>
    public static int Run(string? secret, TextReader input, TextWriter output, TextWriter errors)
    {
        var master = new byte[secret?.Length ?? 0];
        if (!Convert.TryFromBase64String(secret ?? "", master, out var length) || length < SecretBytes)
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

        output.WriteLine(Convert.ToHexStringLower(OperationsSettings.Hash(new Secrets(master[..length]), key)));
        return 0;
    }
}
