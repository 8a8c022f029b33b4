using System.Collections.Concurrent;
using Cashback.Messages;
using Cashback.Payouts;

namespace Cashback.Benchmarks.Host;

internal sealed class CountingSms(BenchCounters counters, SentCodes codes) : ISmsGateway
{
    public Task<string?> SendAsync(string messageId, Phone to, string text, CancellationToken cancellation)
    {
        counters.MessageSent();
        codes.Note(to, text);
        return Task.FromResult<string?>(null);
    }
}

internal sealed class PayingBilling : IBillingGateway
{
    public Task<PayoutAnswer> TopUpAsync(string idempotencyKey, Phone phone, long amount, CancellationToken cancellation) =>
        Task.FromResult(new PayoutAnswer(Paid: true));
}

/// <summary>The newest sign-in code of each number, for a command that signs in.</summary>
internal sealed class SentCodes
{
    private const int Digits = 6;
    private readonly ConcurrentDictionary<string, string> _codes = [];

    // A sign-in message begins with its code; others end here.
    public void Note(Phone to, string text)
    {
        if (text.Length > Digits && text[Digits] == ' ' && text.AsSpan(0, Digits).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            _codes[to.E164] = text[..Digits];
        }
    }

    public void Map(WebApplication app) => app.MapGet("/bench/codes", () => TypedResults.Json(_codes));
}
