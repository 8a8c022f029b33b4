using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cashback.Sessions;

/// <summary>
/// Refresh tokens: <c>SESSION.NUMBER.PROOF</c>, opaque to clients. The proof is a keyed hash, so nothing about a token
/// needs to be stored, every earlier token of a sign-in can be told from a forged one for ever, and a forged one is
/// turned away before any grain is asked.
/// </summary>
public sealed class RefreshTokens(byte[] key)
{
    private const int LengthMax = 128;

    public string Make(SessionTicket ticket) => Make(ticket.SessionId, ticket.TokenNumber.ToString(CultureInfo.InvariantCulture));

    /// <summary>False for everything that this installation has not made.</summary>
    public bool TryRead(string token, out string sessionId, out int number)
    {
        sessionId = "";
        number = 0;
        if (token.Length > LengthMax || token.Split('.') is not [var session, var text, _]
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        sessionId = session;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Make(session, text)));
    }

    private string Make(string sessionId, string number)
    {
        var claim = $"{sessionId}.{number}";
        return $"{claim}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(claim)))}";
    }
}
