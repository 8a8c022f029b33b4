using Cashback.Messages;
using Cashback.Payouts;

namespace Cashback.Benchmarks.Host;

internal sealed class CountingSms(BenchCounters counters) : ISmsGateway
{
    public Task<string?> SendAsync(string messageId, Phone to, string text, CancellationToken cancellation)
    {
        counters.MessageSent();
        return Task.FromResult<string?>(null);
    }
}

internal sealed class PayingBilling : IBillingGateway
{
    public Task<PayoutAnswer> TopUpAsync(string idempotencyKey, Phone phone, long amount, CancellationToken cancellation) =>
        Task.FromResult(new PayoutAnswer(Paid: true));
}
