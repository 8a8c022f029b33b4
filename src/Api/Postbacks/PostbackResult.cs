using System.Text.Json.Serialization;

namespace Cashback.Api.Postbacks;

/// <param name="Result">applied, unchanged or quarantined.</param>
/// <param name="Reason">Of a quarantined message: why it could not be attributed.</param>
public sealed record PostbackAnswer(
    string Result,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PurchaseId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? QuarantineId = null);

/// <summary>What became of one message of a network, alone or a line of a batch.</summary>
internal abstract record PostbackResult
{
    private PostbackResult()
    {
    }

    /// <summary>Applied, unchanged or in quarantine, and durable.</summary>
    public sealed record Taken(PostbackAnswer Answer) : PostbackResult;

    public sealed record Invalid(string Parameter, LocalText Why) : PostbackResult;

    /// <summary>The network has sent too many messages that can't be attributed. Nothing was kept.</summary>
    public sealed record Limited(TimeSpan RetryAfter) : PostbackResult;

    /// <summary>It can't be attributed, and the network's quarantine is full. Nothing was kept.</summary>
    public sealed record QuarantineFull(TimeSpan RetryAfter) : PostbackResult
    {
        public const string Problem = "quarantine-full";
        public static readonly LocalText Why = new(
            "The message can't be attributed, and as many of this network as may wait for the operators wait already. Nothing was kept; send it again later.",
            "Сообщение не удалось отнести к покупке, а в карантине этой сети больше нет места. Ничего не сохранено; отправьте его позже.");
    }
}
