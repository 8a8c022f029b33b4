namespace Cashback.Phones;

internal sealed class SignInAddressGrain(TimeProvider clock) : Grain, ISignInAddressGrain
{
    private AddressPace _pace = AddressPace.Unused;

    public Task<DateTimeOffset?> EnterAsync(int codesPerHour)
    {
        var now = clock.GetUtcNow();
        if (!_pace.IsFree(now))
        {
            return Task.FromResult<DateTimeOffset?>(_pace.NextAt);
        }

        _pace = _pace.Take(codesPerHour, now);
        return Task.FromResult<DateTimeOffset?>(null);
    }
}
