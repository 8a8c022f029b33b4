namespace Cashback.Phones;

/// <summary>
/// The sign-in codes of one number. Callers do not end each other's codes: each code is valid for its challenge alone, and a
/// new one takes nothing from those before. Who asks again waits longer, the number's many callers together too, and a device
/// that has signed in before waits only for itself.
/// </summary>
/// <param name="Open">Challenges whose code may still be valid, the oldest first.</param>
/// <param name="Sent">The codes of the last hour, the oldest first.</param>
/// <param name="Solved">Proofs of work that were used and would still be valid.</param>
internal sealed record CodeRequests(IReadOnlyList<Challenge> Open, IReadOnlyList<CodeSent> Sent, IReadOnlyList<UsedNonce> Solved)
{
    /// <summary>Codes that are valid side by side, those for known devices not counted.</summary>
    public const int SideBySide = 3;

    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>After the first code, the second, …; from the last on it stays.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15)];

    public static CodeRequests None { get; } = new([], [], []);

    /// <summary>Whether this caller can have a code now, and if not, from when on.</summary>
    public (CodeSending Sending, DateTimeOffset NextAt) MaySend(CodeCaller caller, DateTimeOffset now)
    {
        var recent = Recent(now);
        var own = Next(recent.FindAll(sent => sent.Caller == caller), now);
        if (own > now || caller.KnownDevice)
        {
            return (own > now ? CodeSending.TooSoon : CodeSending.Sent, own);
        }

        var others = OthersEnd(recent, now);
        return (others > now ? CodeSending.TooMany : CodeSending.Sent, others);
    }

    public CodeRequests Send(Challenge challenge, UsedNonce? solved, DateTimeOffset now) => new(
        [.. Open.Where(open => open.Code.IsLive(now)), challenge],
        [.. Recent(now), new CodeSent(now, challenge.Caller)],
        [.. Solved.Where(used => now < used.ValidUntil), .. solved is null ? Array.Empty<UsedNonce>() : [solved]]);

    public bool IsSolvedBefore(string nonce) => Solved.Any(used => used.Nonce == nonce);

    /// <summary>It may have been sent all the same, so it counts; but the same caller may ask again at once.</summary>
    public CodeRequests SendingFailed(string challengeId)
    {
        if (Open.FirstOrDefault(open => open.Code.Id == challengeId) is not { } failed)
        {
            return this;
        }

        var last = Sent.ToList().FindLastIndex(sent => sent.Caller == failed.Caller);
        return this with
        {
            Open = [.. Open.Where(open => open != failed)],
            Sent = [.. Sent.Select((sent, i) => i == last ? sent with { Failed = true } : sent)],
        };
    }

    /// <summary>Uses up one try of a challenge, and of no other.</summary>
    /// <returns>Null if it can't be tried (any more).</returns>
    public (CodeRequests Next, Challenge Tried)? Try(string challengeId, DateTimeOffset now)
    {
        if (Open.FirstOrDefault(open => open.Code.Id == challengeId) is not { } challenge || challenge.Code.Try(now) is not { } code)
        {
            return null;
        }

        var tried = challenge with { Code = code };
        return (this with { Open = [.. Open.Select(open => open == challenge ? tried : open)] }, tried);
    }

    /// <summary>The code was right: it works once, and who had it begins anew with waiting.</summary>
    public CodeRequests Used(string challengeId)
    {
        if (Open.FirstOrDefault(open => open.Code.Id == challengeId) is not { } used)
        {
            return this;
        }

        var last = Sent.LastOrDefault(sent => sent.Caller == used.Caller);
        return this with
        {
            Open = [.. Open.Where(open => open != used)],
            Sent = [.. Sent.Where(sent => sent.Caller != used.Caller || ReferenceEquals(sent, last))],
        };
    }

    /// <summary>The pause after so many codes.</summary>
    public static TimeSpan PauseAfter(int codes) => codes <= 0 ? TimeSpan.Zero : Pauses[Math.Min(codes, Pauses.Length) - 1];

    /// <summary>When this caller can have the code after the one that is sent now.</summary>
    public DateTimeOffset ResendAfter(CodeCaller caller, DateTimeOffset now) =>
        now + PauseAfter(Recent(now).Count(sent => sent.Caller == caller));

    // One that failed is repeated at once, but not for ever: some of them may have been sent all the same.
    private static DateTimeOffset Next(List<CodeSent> own, DateTimeOffset now) =>
        own.Count == 0 || (own[^1].Failed && own.Count < Pauses.Length) ? now : Later(own[^1].At + PauseAfter(own.Count), now);

    /// <summary>
    /// How long the codes of other unknown callers hold this one up. It is the number of different callers that counts, and
    /// not how often one of them asks: one stranger is held up by itself before the number's owner is.
    /// </summary>
    private DateTimeOffset OthersEnd(List<CodeSent> recent, DateTimeOffset now)
    {
        var unknown = recent.FindAll(sent => !sent.Caller.KnownDevice);
        var callers = unknown.Select(sent => sent.Caller).Distinct().Count();
        var free = unknown.Count == 0 ? now : Later(unknown[^1].At + PauseAfter(callers - SideBySide + 1), now);
        var valid = Open.Where(open => !open.Caller.KnownDevice && open.Code.IsLive(now)).Select(open => open.Code.ExpiresAt).ToList();
        return valid.Count < SideBySide ? free : Later(valid.Min(), free);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private List<CodeSent> Recent(DateTimeOffset now) => [.. Sent.Where(sent => now < sent.At + Memory)];
}

/// <param name="Failed">It could not be handed to the SMS gateway, as far as is known.</param>
internal sealed record CodeSent(DateTimeOffset At, CodeCaller Caller, bool Failed = false);

/// <summary>
/// Who asks for a code: a device that has signed in to this number before, or an address of which only a keyed hash is kept.
/// </summary>
internal sealed record CodeCaller(string Id, bool KnownDevice)
{
    public static CodeCaller Device(string deviceId) => new(deviceId, KnownDevice: true);

    public static CodeCaller Address(string hash) => new(hash, KnownDevice: false);
}
