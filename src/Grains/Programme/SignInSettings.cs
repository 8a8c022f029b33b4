namespace Cashback.Programme;

/// <summary>What protects the sign-in SMS. Section <c>Cashback:Programme:SignIn</c>.</summary>
public sealed class SignInSettings : ICheckedSettings
{
    /// <summary>
    /// Sign-in SMS of the whole programme in an hour; null: any number. Devices that have signed in before get theirs all the
    /// same.
    /// </summary>
    public long? CodesPerHour { get; set; } = 20_000;

    /// <summary>When more codes are requested in a minute, each request has to send a proof of work.</summary>
    public long WorkAbovePerMinute { get; set; } = 300;

    public IEnumerable<string> Faults()
    {
        if (CodesPerHour is <= 0)
        {
            yield return CheckedSettings.Fault(nameof(CodesPerHour), CodesPerHour, "a whole number above 0, or nothing for any number");
        }

        if (WorkAbovePerMinute < 0)
        {
            yield return CheckedSettings.Fault(nameof(WorkAbovePerMinute), WorkAbovePerMinute, "a whole number, 0 or more");
        }
    }
}
