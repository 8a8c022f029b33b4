using System.Text.Json.Serialization;

namespace Cashback.Messages;

[JsonConverter(typeof(CamelCaseEnumConverter<SendingState>))]
internal enum SendingState
{
    Waiting,
    Sent,
    GivenUp,

    /// <summary>The service reports that it reached the phone.</summary>
    Delivered,

    /// <summary>The service reports that it did not.</summary>
    NotDelivered,

    /// <summary>Not sent, because of a limit.</summary>
    Dropped,

    /// <summary>
    /// An attempt began and it is not known whether the service took it. News is not sent twice, so it is not tried again.
    /// </summary>
    Unknown,
}

/// <summary>A message on its way out.</summary>
/// <param name="Content">Null once sent: nothing about the person is kept then.</param>
/// <param name="LastError">Why the last attempt failed, or why it waits, was dropped or not delivered.</param>
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

    /// <summary>A letter can hold what is kept nowhere else: the certificate of who has left.</summary>
    public static readonly TimeSpan LetterLifetime = TimeSpan.FromDays(30);

    private static readonly TimeSpan[] BackOff = [.. new[] { 1, 2, 5, 15, 60 }.Select(minutes => TimeSpan.FromMinutes(minutes))];

    /// <summary>Held back until then; null: it is not.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>An attempt began then, and what became of it is not known; null: there is none such.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>The service's own id of it.</summary>
    public string? ServiceId { get; init; }

    /// <summary>How long to wait after the last failed attempt.</summary>
    public TimeSpan Delay() => BackOff[Math.Clamp(Attempts - 1, 0, BackOff.Length - 1)];

    public bool IsHeld(DateTimeOffset now) => NotBefore > now;

    /// <summary>When to wake it, and how often then: a tick that is lost while the cluster is down comes again.</summary>
    public (TimeSpan Due, TimeSpan Period) Wake(DateTimeOffset now) =>
        NotBefore is { } held && held > now ? (held - now, BackOff[0]) : (Delay(), Delay());

    public static OutgoingMessage Accept(Message message, DateTimeOffset now) => new(message, message.Template, SendingState.Waiting, now);

    /// <summary>One that ended with its first attempt.</summary>
    public static OutgoingMessage Noted(MessageView ended)
    {
        var state = Enum.Parse<SendingState>(ended.Status.ToString());
        return new(null, ended.Template, state, ended.AcceptedAt, ended.Attempts, ended.EndedAt, ended.Reason)
        {
            ServiceId = ended.ServiceId,
        };
    }

    /// <summary>Not tried now.</summary>
    public OutgoingMessage Held(DateTimeOffset until, string why) => this with { NotBefore = until, LastError = why, TriedAt = null };

    /// <summary>To be durable before the attempt: a process that dies in it leaves a doubt.</summary>
    public OutgoingMessage Begun(DateTimeOffset now) => this with { TriedAt = now };

    /// <summary>It is not known whether the attempt got through, and can't be.</summary>
    public OutgoingMessage Lost(DateTimeOffset now, string why) =>
        this with { Content = null, State = SendingState.Unknown, EndedAt = now, LastError = why, NotBefore = null, TriedAt = null };

    public OutgoingMessage Sent(DateTimeOffset now, string? serviceId = null) => this with
    {
        Content = null,
        State = SendingState.Sent,
        Attempts = Attempts + 1,
        EndedAt = now,
        LastError = null,
        NotBefore = null,
        TriedAt = null,
        ServiceId = serviceId,
    };

    /// <summary>The attempt failed: waits for the next one, or gives up if the message is too old.</summary>
    /// <param name="doubtful">Whether it may have got through all the same.</param>
    public OutgoingMessage Failed(DateTimeOffset now, string error, bool doubtful = false) =>
        now - AcceptedAt >= (Content?.Email is null ? Lifetime : LetterLifetime)
        ? Refused(now, error)
        : this with { Attempts = Attempts + 1, LastError = error, NotBefore = null, TriedAt = doubtful ? TriedAt ?? now : null };

    /// <summary>It will never be sent.</summary>
    public OutgoingMessage Refused(DateTimeOffset now, string error) =>
        this with
        {
            State = SendingState.GivenUp,
            Attempts = Attempts + 1,
            EndedAt = now,
            LastError = error,
            NotBefore = null,
            TriedAt = null
        };

    /// <summary>It may not be sent.</summary>
    public OutgoingMessage Dropped(DateTimeOffset now, string why) =>
        this with { Content = null, State = SendingState.Dropped, EndedAt = now, LastError = why, NotBefore = null };

    /// <summary>What the service knows of it; null or not sent at all: as it is.</summary>
    public OutgoingMessage WithDelivery(SmsDelivery delivery) => (State, delivery.Delivered) switch
    {
        (SendingState.Sent, true) => this with { State = SendingState.Delivered },
        (SendingState.Sent, false) => this with { State = SendingState.NotDelivered, LastError = delivery.Reason },
        _ => this,
    };

    /// <summary>Of a template that is no longer there: an SMS, as most are.</summary>
    private MessageChannel Channel =>
        MessageTemplates.All.FirstOrDefault(template => template.Name == Template)?.Channel ?? MessageChannel.Sms;

    public MessageView ToView(string id) => new(
        id,
        Template,
        Channel.Name(),
        Enum.Parse<MessageStatus>(State.ToString()),
        AcceptedAt,
        Attempts,
        NotBefore,
        EndedAt,
        LastError,
        ServiceId);
}
