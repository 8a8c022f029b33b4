using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Storage;
using Orleans.Concurrency;

namespace Cashback.Subscribers;

/// <summary>A full page of a subscriber's older history, key <c>hist:ULID:N</c>: written once, then only read.</summary>
[Alias("history-page")]
internal interface IHistoryPageGrain : IGrainWithStringKey
{
    /// <summary>The first write is kept; a repetition changes nothing.</summary>
    [Alias("write")]
    Task WriteAsync(ImmutableArray<HistoryLine> lines);

    /// <summary>Oldest first; empty if the page was never written.</summary>
    [Alias("get"), AlwaysInterleave]
    Task<ImmutableArray<HistoryLine>> GetAsync();
}

internal sealed record HistoryLines(SerializedLines Lines);

[CollectionAgeLimit(Minutes = 2)]
internal sealed class HistoryPageGrain(
    [PersistentState(StateNames.HistoryPage, StorageNames.Ledger)] IPersistentState<Stored<HistoryLines>> state)
    : RecordGrain<HistoryLines>(state), IHistoryPageGrain
{
    public Task WriteAsync(ImmutableArray<HistoryLine> lines) => SaveAsync(Record ?? new HistoryLines(SerializedLines.Of(lines)));

    public async Task<ImmutableArray<HistoryLine>> GetAsync() => [.. (await FindRecordAsync())?.Lines ?? SerializedLines.Empty];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<HistoryLines>))]
[JsonSerializable(typeof(HistoryLines))]
[JsonSerializable(typeof(HistoryLine))]
internal sealed partial class HistoryPageJson : JsonSerializerContext;
