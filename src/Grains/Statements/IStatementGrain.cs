using Orleans.Concurrency;

namespace Cashback.Statements;

/// <summary>One subscriber's closed month, key <c>stmt:ULID:2026-11</c>: written once, then only read.</summary>
[Alias("statement")]
public interface IStatementGrain : IGrainWithStringKey
{
    /// <summary>The first write is kept; a repetition changes nothing.</summary>
    [Alias("write")]
    Task WriteAsync(Statement statement);

    [Alias("get"), AlwaysInterleave]
    Task<Statement?> GetAsync();
}
