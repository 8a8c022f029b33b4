using System.Text.Json.Serialization;
using Cashback.Api.Problems;

namespace Cashback.Api.Postbacks;

/// <summary>The result of one line of a batch: a line of the answer.</summary>
/// <param name="Line">From 1, blank lines counted.</param>
/// <param name="Result">
/// applied, unchanged, quarantined; invalid: it can never be taken as it is; retry: it could not be made durable now, an
/// earlier line about the same order line could not, or it can't be attributed and the quarantine is full (error); stopped, as
/// the last line only: this line and those after it were
/// not looked at.
/// </param>
/// <param name="Reason">Of a quarantined message: why it could not be attributed.</param>
public sealed record BatchAnswer(
    long Line,
    string Result,
    string? PurchaseId = null,
    string? Reason = null,
    string? QuarantineId = null,
    BatchError? Error = null)
{
    public const string Retry = "retry";

    internal static BatchAnswer Of(long line, PostbackAnswer answer) =>
        new(line, answer.Result, answer.PurchaseId, answer.Reason, answer.QuarantineId);

    internal static BatchAnswer Full(long line, TextLanguage language) =>
        new(
            line, Retry,
            Error: new BatchError(Problem.TypeOf(PostbackResult.QuarantineFull.Problem), null, PostbackResult.QuarantineFull.Why.In(
                language)));

    internal static BatchAnswer Invalid(long line, string parameter, LocalText why, TextLanguage language) =>
        new(line, "invalid", Error: new BatchError(Problem.TypeOf("invalid-request"), parameter, why.In(language)));

    internal static BatchAnswer Stopped(long line, string problem, LocalText why, TextLanguage language) =>
        new(line, "stopped", Error: new BatchError(Problem.TypeOf(problem), null, why.In(language)));
}

/// <param name="Type">As of a problem: <c>urn:cashback:problem:NAME</c>.</param>
/// <param name="Parameter">The one at fault; <c>body</c>: the line itself.</param>
public sealed record BatchError(string Type, string? Parameter, string Detail);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BatchAnswer))]
internal sealed partial class BatchJson : JsonSerializerContext;
