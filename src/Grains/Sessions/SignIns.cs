namespace Cashback.Sessions;

/// <summary>The sign-ins of a subscriber by their ids, the newest first. What has ended may still be listed.</summary>
internal sealed record SignIns(IReadOnlyList<string> Sessions)
{
    /// <summary>More devices than anybody has; one more sign-in ends the oldest.</summary>
    public const int Max = 50;

    public static SignIns None { get; } = new([]);

    /// <returns>With this one, and those that no longer have a place.</returns>
    public (SignIns Next, IReadOnlyList<string> Pushed) Add(string sessionId)
    {
        string[] all = [sessionId, .. Sessions.Where(id => id != sessionId)];
        return (new SignIns([.. all.Take(Max)]), [.. all.Skip(Max)]);
    }

    public SignIns Without(IReadOnlyCollection<string> ended) =>
        ended.Count == 0 ? this : new([.. Sessions.Where(id => !ended.Contains(id))]);
}
