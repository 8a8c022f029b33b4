namespace Cashback.Gateways;

/// <summary>Faults to inject into the sandbox gateways. One per process; Development and tests only.</summary>
public sealed class SandboxControls
{
    public SandboxBehaviour Sms { get; } = new();

    /// <summary>The SMS service can't say what became of a message by our id, as SMS.RU can't.</summary>
    public bool ForgetsIds { get; set; }

    public SandboxBehaviour Email { get; } = new();

    public SandboxBehaviour Billing { get; } = new();

    public SandboxBehaviour FiscalData { get; } = new();

    public SandboxBehaviour Wallet { get; } = new();

    public SandboxBehaviour CardBank { get; } = new();
}

/// <summary>Faults of one sandbox gateway, none by default. Thread-safe.</summary>
public sealed class SandboxBehaviour
{
    private readonly Lock _gate = new();
    private int _failuresBefore;
    private int _failuresAfter;
    private TimeSpan _delay;
    private bool _twice;
    private string? _refusal;
    private int _calls;

    /// <summary>How often the gateway was called.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The next calls fail with nothing done.</summary>
    public void FailNext(int times)
    {
        lock (_gate)
        {
            _failuresBefore = times;
        }
    }

    /// <summary>The next calls do what is asked, and then fail: the answer is lost.</summary>
    public void LoseAnswers(int times)
    {
        lock (_gate)
        {
            _failuresAfter = times;
        }
    }

    /// <summary>Each call takes this long (of real time).</summary>
    public void SlowDown(TimeSpan each)
    {
        lock (_gate)
        {
            _delay = each;
        }
    }

    /// <summary>Each request arrives twice, as over a network that repeats.</summary>
    public void DeliverTwice(bool on)
    {
        lock (_gate)
        {
            _twice = on;
        }
    }

    /// <summary>Each new request is refused with this reason; null: accepted.</summary>
    public void Refuse(string? reason)
    {
        lock (_gate)
        {
            _refusal = reason;
        }
    }

    /// <summary>Runs one call to the gateway with the configured faults.</summary>
    /// <param name="act">Does what is asked; the argument is the reason to refuse it, or null.</param>
    internal async Task<T> RunAsync<T>(Func<string?, T> act, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _calls);
        TimeSpan wait;
        bool failBefore, failAfter, again;
        string? refuse;
        lock (_gate)
        {
            (wait, again, refuse) = (_delay, _twice, _refusal);
            failBefore = _failuresBefore > 0 && _failuresBefore-- > 0;
            failAfter = !failBefore && _failuresAfter > 0 && _failuresAfter-- > 0;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, cancellation);
        }

        if (failBefore)
        {
            throw new HttpRequestException("The sandbox gateway was told to fail.");
        }

        var answer = act(refuse);
        if (again)
        {
            answer = act(refuse);
        }

        return failAfter ? throw new HttpRequestException("The sandbox gateway was told to lose its answer.") : answer;
    }
}
