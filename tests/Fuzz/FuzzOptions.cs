using Cashback.Fuzz.Description;

namespace Cashback.Fuzz;

/// <summary>What a service holds: its heap after a full collection, and what of it is resident; 0: not known.</summary>
public sealed record MemoryReading(long Heap, long Resident);

/// <summary>How a run goes.</summary>
public sealed record FuzzOptions
{
    public int Seed { get; init; } = 1;

    public int Requests { get; init; } = 3_000;

    /// <summary>The number of the one request to send; null: all.</summary>
    public int? Only { get; init; }

    public int AtOnce { get; init; } = 4;

    /// <summary>No answer may take longer.</summary>
    public TimeSpan AnswerBound { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Which operations; all of them by default.</summary>
    public Func<Operation, bool> Which { get; init; } = _ => true;

    /// <summary>Reads the service's memory; null: it is not looked at.</summary>
    public Func<Task<MemoryReading>>? Memory { get; init; }

    /// <summary>By how many bytes the heap may have grown from the end of the first quarter to the end.</summary>
    public long GrowthMax { get; init; } = 64L * 1024 * 1024;

    /// <summary>Whether a new subscriber can sign in at the end, as far as limits go.</summary>
    public bool TrueStory { get; init; } = true;

    /// <summary>Told now and then of how many are done.</summary>
    public Action<int, FuzzReport>? Progress { get; init; }
}
