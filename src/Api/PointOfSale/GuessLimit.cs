using Cashback.Api.Auth;
using Cashback.Api.Facade;
using Cashback.Api.Problems;
using Cashback.Certificates;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.PointOfSale;

/// <summary>Lets a till try a code, unless its key or its address has sent too many wrong ones. Counted for the whole cluster.</summary>
internal sealed class GuessLimit(IGrainFactory grains)
{
    /// <param name="tryAsync">What to do with the code, and whether it turned out wrong.</param>
    public async Task<TResult> TryAsync<TResult>(
        HttpContext context, Func<Task<(TResult Answer, bool WrongCode)>> tryAsync, Func<ProblemHttpResult, TResult> refuse)
    {
        var key = Guard($"key-{context.User.ShopKeyId()}");
        var address = Guard($"address-{ClientAddress.Of(context)}");
        if (await key.EnterAsync() is { } wait)
        {
            return refuse(TooMany(context, wait));
        }

        var wrong = false;
        try
        {
            if (await address.EnterAsync() is { } longer)
            {
                return refuse(TooMany(context, longer));
            }

            try
            {
                (var answer, wrong) = await tryAsync();
                return answer;
            }
            finally
            {
                await address.LeaveAsync(wrong);
            }
        }
        finally
        {
            await key.LeaveAsync(wrong);
        }
    }

    private IGuessGuardGrain Guard(string caller) => grains.GetGrain<IGuessGuardGrain>(GrainKeys.Guesses(caller));

    private static ProblemHttpResult TooMany(HttpContext context, TimeSpan wait)
    {
        context.Response.SetRetryAfter(wait);
        return Problem.Of(429, "too-many-wrong-codes", new(
            "Too many wrong codes; the header Retry-After says how many seconds to wait.",
            "Слишком много неверных кодов; сколько секунд подождать, указано в заголовке Retry-After."));
    }
}
