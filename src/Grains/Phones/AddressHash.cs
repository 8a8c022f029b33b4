using System.Security.Cryptography;
using System.Text;

namespace Cashback.Phones;

/// <summary>An address by which a caller is known again for an hour without the address being kept.</summary>
internal static class AddressHash
{
    private const int Bytes = 12;

    public static string Of(string address, Secrets secrets) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(secrets.SignInCodes.CurrentKey, Encoding.UTF8.GetBytes("address:" + address)).AsSpan(0, Bytes));
}
