namespace Cashback.Messages;

internal enum SendingState
{
    Waiting,
    Sent,
    GivenUp,
}

/// <summary>A message on its way out.</summary>
/// <param name="Content">Null once sent: nothing about the person is kept then.</param>
/// <param name="LastError">Why the last attempt failed.</param>
internal sealed record OutgoingMessage(
    Message? Content,
    string Template,
    SendingState State,
    DateTimeOffset AcceptedAt,
    int Attempts = 0,
    DateTimeOffset? EndedAt = null,
    string? LastError = null)
{
    /// <summary>News older than this helps nobody.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private static readonly TimeSpan[] BackOff = [.. new[] { 1, 2, 5, 15, 60 }.Select(minutes => TimeSpan.FromMinutes(minutes))];

    /// <summary>How long to wait after the last failed attempt.</summary>
    public TimeSpan Delay() => BackOff[Math.Clamp(Attempts - 1, 0, BackOff.Length - 1)];

    public static OutgoingMessage Accept(Message message, DateTimeOffset now) => new(message, message.Template, SendingState.Waiting, now);

    public OutgoingMessage Sent(DateTimeOffset now) =>
        this with { Content = null, State = SendingState.Sent, Attempts = Attempts + 1, EndedAt = now, LastError = null };

    /// <summary>The attempt failed: waits for the next one, or gives up if the message is too old.</summary>
    public OutgoingMessage Failed(DateTimeOffset now, string error) => now - AcceptedAt >= Lifetime
        ? Refused(now, error)
        : this with { Attempts = Attempts + 1, LastError = error };

    /// <summary>It will never be sent.</summary>
    public OutgoingMessage Refused(DateTimeOffset now, string error) =>
        this with { State = SendingState.GivenUp, Attempts = Attempts + 1, EndedAt = now, LastError = error };
}
