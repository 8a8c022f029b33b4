namespace Cashback.Programme;

/// <summary>What protects the sign-in SMS. Section <c>Cashback:Programme:SignIn</c>.</summary>
public sealed class SignInSettings
{
    /// <summary>Sign-in SMS of the whole programme in an hour; null: any number. Devices that have signed in before get theirs all the same.</summary>
    public long? CodesPerHour { get; set; } = 20_000;

    /// <summary>When more codes are asked for in a minute, who asks has to send a proof of work.</summary>
    public long WorkAbovePerMinute { get; set; } = 300;
}
