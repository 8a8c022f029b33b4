using Cashback.Messages;
using Cashback.Payouts;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>What takes entries of the outbox in this process, without a call to a grain.</summary>
internal sealed record OutboxReceivers(Messenger Messenger, BillingCalls Billing, OrderLineArchive Lines);
