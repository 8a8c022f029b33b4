namespace Cashback.Phones;

/// <summary>A sign-in that somebody began: the code that was sent, and what it was sent for.</summary>
internal sealed record Challenge(OneTimeCode Code, SignInWish Wish)
{
    public static Challenge Start(string id, string code, SignInWish wish, KeyRing keys, DateTimeOffset now) =>
        new(OneTimeCode.Start(id, code, keys, now), wish);
}
