using Cashback.Api.Auth;
using Cashback.Api.Hosting;
using Microsoft.Extensions.Configuration;

namespace Cashback.Api.Tests.Auth;

public class HashKeyCommandTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private static readonly byte[] Master = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void Printed_hash_is_the_one_the_key_is_checked_against()
    {
        var (code, output, errors) = Run(Convert.ToBase64String(Master), Key + "\n");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(Convert.ToHexStringLower(OperationsSettings.Hashes(new Secrets(Master), Key)[0].Hash), output.Trim());
    }

    [Theory]
    [InlineData(null, "Cashback:Secret")]
    [InlineData("not base64", "Cashback:Secret")]
    [InlineData("c2hvcnQ=", "Cashback:Secret")]
    public void Without_the_installations_secret_nothing_is_printed(string? secret, string complaint)
    {
        var (code, output, errors) = Run(secret, Key);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(complaint, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    public void Key_that_could_be_guessed_is_refused(string key)
    {
        var (code, output, errors) = Run(Convert.ToBase64String(Master), key);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("openssl rand -hex 32", errors, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Errors) Run(string? secret, string input)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = HashKeyCommand.Run(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Cashback:Secret"] = secret }).Build(),
            new StringReader(input), output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
