using System.Globalization;
using Cashback.Messages;

namespace Cashback.Subscribers;

/// <summary>
/// A message that ended with its first attempt: what became of it goes into the journal with the save that takes it out of the outbox,
/// and nowhere else.
/// </summary>
/// <param name="Number">Of the subscriber's messages; its id is <c>SUBSCRIBER-NUMBER</c>.</param>
/// <param name="At">When it was sent or dropped.</param>
/// <param name="ServiceId">The service's own id of it.</param>
/// <param name="Dropped">Why it was not sent; null: it was.</param>
internal sealed record SentMessage(long Number, string Template, DateTimeOffset At, string? ServiceId = null, string? Dropped = null)
{
    public static SentMessage Of(string id, OutgoingMessage ended) => new(
        NumberOf(id),
        ended.Template,
        ended.EndedAt ?? ended.AcceptedAt,
        ended.ServiceId,
        ended.State == SendingState.Dropped ? ended.LastError : null);

    public MessageView ToView(string subscriberId)
    {
        var accepted = new OutgoingMessage(null, Template, SendingState.Waiting, At);
        return (Dropped is null ? accepted.Sent(At, ServiceId) : accepted.Dropped(At, Dropped)).ToView(IdOf(subscriberId, Number));
    }

    public static string IdOf(string subscriberId, long number) => string.Create(CultureInfo.InvariantCulture, $"{subscriberId}-{number}");

    private static long NumberOf(string id) => long.Parse(id.AsSpan(id.IndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture);
}
