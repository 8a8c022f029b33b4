namespace Cashback.Messages;

/// <summary>What the service knows of an SMS that it took.</summary>
/// <param name="Delivered">Null: not known yet.</param>
/// <param name="Reason">Why it was not delivered.</param>
public sealed record SmsDelivery(bool? Delivered, string? Reason = null);

/// <summary>Whether the service has a message, by our own id of it.</summary>
/// <param name="Taken">Null: unknown.</param>
/// <param name="ServiceId">The service's own id of it, if it has it.</param>
public sealed record SmsTrace(bool? Taken, string? ServiceId = null);

/// <summary>Sends SMS.</summary>
public interface ISmsGateway
{
    /// <param name="messageId">Our own id, passed on where the service takes one.</param>
    /// <returns>The service's own id of the message, by which its delivery is queried; null if it gave none.</returns>
    /// <exception cref="SendingException">Its fault decides whether to try again with the same id; so does any other exception.</exception>
    Task<string?> SendAsync(string messageId, Phone to, string text, CancellationToken cancellation);

    /// <summary>Queries whether the service took a message whose answer was lost, before it is sent again.</summary>
    /// <exception cref="SendingException">There was no usable answer; query again later.</exception>
    Task<SmsTrace> FindAsync(string messageId, Phone to, CancellationToken cancellation) => Task.FromResult(new SmsTrace(null));

    /// <param name="serviceId">As <see cref="SendAsync"/> returned it.</param>
    /// <exception cref="SendingException">There was no usable answer.</exception>
    Task<SmsDelivery> GetDeliveryAsync(string serviceId, Phone to, CancellationToken cancellation) =>
        Task.FromResult(new SmsDelivery(null));
}
