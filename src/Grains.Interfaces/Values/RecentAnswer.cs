namespace Cashback;

/// <summary>One question at a time, and its answer for everybody who asks within the time it is kept.</summary>
public sealed class RecentAnswer<T>(TimeSpan kept, Func<Task<T>> ask)
{
    private readonly Lock _gate = new();
    private Task<T>? _answer;
    private long _askedAt;

    public Task<T> GetAsync()
    {
        lock (_gate)
        {
            if (_answer is null || (_answer.IsCompleted && (!_answer.IsCompletedSuccessfully || TimeProvider.System.GetElapsedTime(_askedAt) >= kept)))
            {
                _askedAt = TimeProvider.System.GetTimestamp();
                _answer = ask();
            }

            return _answer;
        }
    }
}
