namespace Cashback.Storage.Development;

/// <summary>
/// The programme's clock in Development: the system's clock plus an offset that can be moved. Only the time of day
/// changes; timers and timestamps stay the system's.
/// </summary>
public sealed class AdjustableClock : TimeProvider
{
    private long _offsetTicks;

    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _offsetTicks));
        internal set => Interlocked.Exchange(ref _offsetTicks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
