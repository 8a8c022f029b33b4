using System.Security.Cryptography;
using System.Text;

namespace Cashback.Api.Auth;

/// <summary>Who may operate the programme. Section <c>Cashback:Operations</c>.</summary>
public sealed class OperationsSettings
{
    public const string Section = "Cashback:Operations";

    /// <summary>The key that Development has, and nothing else.</summary>
    public const string SampleKey = "sample-ops-key";

    /// <summary>
    /// Name → hash of the key, as <c>Cashback.Api hash-key</c> prints it. The name stands in logs of who did what.
    /// </summary>
    public Dictionary<string, string> Keys { get; set; } = [];

    /// <summary>The keyed hash under which a key is kept: without the installation's secret nothing can be tried against it.</summary>
    public static byte[] Hash(Secrets secrets, string key) => HMACSHA256.HashData(secrets.ApiKeys, Encoding.UTF8.GetBytes("operations/" + key));
}
