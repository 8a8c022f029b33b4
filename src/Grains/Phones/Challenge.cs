namespace Cashback.Phones;

/// <summary>A sign-in that somebody began: the code that was sent, what it was sent for, and who asked.</summary>
internal sealed record Challenge(OneTimeCode Code, SignInWish Wish, CodeCaller Caller)
{
    public static Challenge Start(string id, string code, SignInWish wish, CodeCaller caller, KeyRing keys, DateTimeOffset now) =>
        new(OneTimeCode.Start(id, code, keys, now), wish, caller);
}
