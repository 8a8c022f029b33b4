using System.Globalization;
using Cashback.Sessions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cashback.Api.Auth;

/// <summary>Access tokens: JWT, HS256, 15 minutes on the programme's clock.</summary>
internal sealed class AccessTokens(Secrets secrets, TimeProvider clock)
{
    public const string Kind = "at+jwt";
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);
    private const string Issuer = "cashback";
    private const string Audience = "cashback-subscribers";
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Of all secrets in force, the current one first; a token names its key in <c>kid</c>.</summary>
    private readonly SymmetricSecurityKey[] _keys = [.. secrets.AccessTokens.Ids.Select(
        id => new SymmetricSecurityKey(secrets.AccessTokens.Find(id)!)
    {
        KeyId = id.ToString(CultureInfo.InvariantCulture),
    })];

    public string Make(SessionTicket ticket)
    {
        var now = clock.GetUtcNow();
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            TokenType = Kind,
            IssuedAt = now.UtcDateTime,
            Expires = (now + Life).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                [CallerClaims.Subscriber] = ticket.SubscriberId,
                [CallerClaims.Session] = ticket.SessionId,
            },
            SigningCredentials = new SigningCredentials(_keys[0], SecurityAlgorithms.HmacSha256),
        });
    }

    /// <summary>Everything is named: what is not said here would be taken from the token or from the machine's clock.</summary>
    public TokenValidationParameters Rules => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        ValidTypes = [Kind],
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        IssuerSigningKeys = _keys,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (_, expires, _, _) => expires is { } end && clock.GetUtcNow().UtcDateTime < end + Skew,
        NameClaimType = CallerClaims.Subscriber,
    };
}
