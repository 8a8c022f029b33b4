using System.Globalization;

namespace Cashback.Sessions;

/// <summary>
/// Refresh tokens: <c>SESSION.NUMBER.KEY.PROOF</c>, opaque to clients. The proof is a keyed hash, so nothing about a token
/// needs to be stored, every earlier token of a sign-in can be told from a forged one for ever, and a forged one is
/// turned away before any grain is asked.
/// </summary>
public sealed class RefreshTokens(KeyRing keys)
{
    private const int LengthMax = 128;

    public string Make(SessionTicket ticket)
    {
        var claim = $"{ticket.SessionId}.{ticket.TokenNumber.ToString(CultureInfo.InvariantCulture)}";
        return $"{claim}.{keys.Sign(claim, ticket.KeyId)}";
    }

    /// <summary>False for everything that this installation has not made.</summary>
    public bool TryRead(string token, out string sessionId, out int number)
    {
        sessionId = "";
        number = 0;
        if (token.Length > LengthMax || token.Split('.', 3) is not [var session, var text, var proof]
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        sessionId = session;

        // A token of before they named their keys has the proof alone.
        return keys.Verify($"{session}.{text}", proof.Contains('.', StringComparison.Ordinal) ? proof : $"{Secrets.First}.{proof}");
    }
}
