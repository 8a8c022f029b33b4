using System.Security.Cryptography;
using System.Text;

namespace Cashback.Phones;

/// <summary>A number by which its owner is known again without the number being kept.</summary>
internal static class NumberHash
{
    private const int Bytes = 16;

    public static string Of(Phone phone, Secrets secrets) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secrets.NumberHashes, Encoding.UTF8.GetBytes(phone.E164)).AsSpan(0, Bytes));
}
