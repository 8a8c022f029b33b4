using Cashback.Subscribers;

namespace Cashback.Phones;

/// <summary>The operator's number directory: whose a number is.</summary>
public interface INumberDirectory
{
    Task<SubscriberKind> FindKindAsync(Phone phone, CancellationToken cancellation);
}
