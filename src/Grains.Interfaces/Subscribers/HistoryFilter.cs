namespace Cashback.Subscribers;

/// <summary>Which lines of a history are wanted; what is null does not matter.</summary>
/// <param name="Status">What a receipt or a claim was with the line.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
[GenerateSerializer, Immutable, Alias("history-filter")]
public sealed record HistoryFilter(
    [property: Id(0)] string? Type = null,
    [property: Id(1)] string? Status = null,
    [property: Id(2)] string? StoreId = null,
    [property: Id(3)] DateTimeOffset? From = null,
    [property: Id(4)] DateTimeOffset? To = null)
{
    public static HistoryFilter All { get; } = new();

    public bool Includes(HistoryLine line) =>
        (Type is null || line.Type == Type)
        && (Status is null || line.Status == Status)
        && (StoreId is null || line.StoreId == StoreId)
        && !(line.At < From)
        && !(line.At >= To);
}
