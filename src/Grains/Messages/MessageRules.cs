namespace Cashback.Messages;

/// <summary>When SMS may go out, and how many.</summary>
/// <param name="Quiet">What is not urgent waits until they end; null: never quiet.</param>
/// <param name="PerNumber">SMS that are not urgent, to one number in a day; null: any number.</param>
/// <param name="PartsPerDay">Parts of SMS in a day of the whole programme; null: any number.</param>
public sealed record MessageRules(QuietHours? Quiet, int? PerNumber, long? PartsPerDay)
{
    public static MessageRules None { get; } = new(null, null, null);

    /// <summary>Why a message is not to be sent.</summary>
    public const string OverNumbersLimit = "over-the-numbers-limit";

    /// <inheritdoc cref="OverNumbersLimit"/>
    public const string OverProgrammesLimit = "over-the-programmes-limit";

    /// <summary>Why it is not known whether a message was sent.</summary>
    public const string NoAnswer = "no-answer";

    /// <summary>Why a message waits.</summary>
    public const string QuietHoursNow = "quiet-hours";
}
