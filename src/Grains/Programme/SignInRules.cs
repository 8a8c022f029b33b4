namespace Cashback.Programme;

/// <summary>What protects the programme's sign-in SMS.</summary>
/// <param name="CodesPerHour">Of the whole programme; null: any number.</param>
/// <param name="WorkAbovePerMinute">When more codes are requested in a minute, a proof of work is expected.</param>
public sealed record SignInRules(long? CodesPerHour = 20_000, long WorkAbovePerMinute = 300);
