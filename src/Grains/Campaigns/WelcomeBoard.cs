namespace Cashback.Campaigns;

/// <summary>
/// The welcome campaigns as this process knows them, so that a postback costs no question. A campaign never begins in
/// the past, so a copy made after a click has all campaigns in which the click falls.
/// </summary>
internal sealed class WelcomeBoard(IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    /// <summary>How far the clocks of two silos may be apart.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private volatile Copy _copy = new([], DateTimeOffset.MinValue);
    private Task<Copy> _reading = Task.FromResult(new Copy([], DateTimeOffset.MinValue));
    private Task<Copy>? _waiting;

    /// <summary>Those in which a purchase of this click counts; mostly none.</summary>
    public async ValueTask<IReadOnlyList<Campaign>> OfferedAsync(DateTimeOffset clickedAt)
    {
        var copy = _copy;
        var now = clock.GetUtcNow();
        if (now - copy.At >= Kept || now < copy.At || clickedAt + ClocksApart >= copy.At)
        {
            copy = await ReadAsync();
        }

        return copy.Campaigns.Length == 0 ? copy.Campaigns : [.. copy.Campaigns.Where(campaign => campaign.Runs(clickedAt))];
    }

    /// <summary>One question at a time, however many purchases wait: who comes while it is under way shares the one after it.</summary>
    private Task<Copy> ReadAsync()
    {
        lock (_gate)
        {
            return _waiting ?? (_reading.IsCompleted ? _reading = ReadNowAsync() : _waiting = ReadNextAsync(_reading));
        }
    }

    private async Task<Copy> ReadNextAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _reading = _waiting!;
            _waiting = null;
        }

        return await ReadNowAsync();
    }

    private async Task<Copy> ReadNowAsync()
    {
        var now = clock.GetUtcNow();
        var all = await grains.GetGrain<ICampaignsGrain>(GrainKeys.Campaigns).ListAsync();
        return _copy = new([.. all.Where(campaign => campaign.Welcome is not null)], now);
    }

    private sealed record Copy(Campaign[] Campaigns, DateTimeOffset At);
}
