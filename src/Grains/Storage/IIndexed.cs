namespace Cashback.Storage;

/// <summary>
/// What operations can query of a record without activating its grain (<see cref="Queries.IRecordQueries"/>); kept beside it by
/// every save.
/// </summary>
public interface IIndexed
{
    /// <summary>The month by which it is found; null: not to be found by month.</summary>
    YearMonth? IndexedMonth { get; }

    /// <summary>What it adds to that month's sum, in whole bonuses.</summary>
    long? IndexedSum { get; }
}
