using Microsoft.Extensions.Options;

namespace Cashback.Api.Facade;

/// <summary>Limits of the facade. Section <c>Cashback:Facade</c>.</summary>
public sealed class FacadeSettings
{
    public const string Section = "Cashback:Facade";

    /// <summary>Bytes of a request's body, where an address does not set a limit of its own.</summary>
    public long BodySizeMax { get; set; } = 64 * 1024;

    /// <summary>How long the headers of a request may take to arrive.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a body may keep its reader waiting before its pace counts: from then on it has to come at 240 bytes a second
    /// at least, or the connection ends.
    /// </summary>
    public TimeSpan BodyGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of a network's report.</summary>
    public long ReportSizeMax { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Where reports are kept while they are read; null: the machine's folder for temporary files.</summary>
    public string? SpoolFolder { get; set; }

    /// <summary>How long a request may take.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>At shutdown: how long to go on serving after readiness says no, so that a proxy notices first.</summary>
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Networks (<c>10.0.0.0/8</c>) of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; none by default.</summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>Difficulty of the proof of work, from 1 to 32: twice the work with each bit.</summary>
    public int ProofOfWorkBits { get; set; } = 18;

    public RateLimitSettings Limits { get; set; } = new();
}

/// <summary>How much one caller may ask for, on each process of the facade where nothing else is said.</summary>
public sealed class RateLimitSettings
{
    /// <summary>Requests a minute of one subscriber, or of one address if not signed in.</summary>
    public int GeneralPerMinute { get; set; } = 600;

    /// <summary>Requests a minute of one address to sign-in addresses.</summary>
    public int SignInPerMinute { get; set; } = 60;

    /// <summary>
    /// Sign-in codes that one address gets in an hour before it is slowed down (many subscribers can share one). Counted in the
    /// cluster.
    /// </summary>
    public int CodesPerHour { get; set; } = 100;

    /// <summary>The operator's own ranges (<c>10.0.0.0/8</c>): behind each address of them are thousands of subscribers.</summary>
    public string[] OperatorNetworks { get; set; } = [];

    /// <summary>As GeneralPerMinute, for an address of the operator's.</summary>
    public int OperatorGeneralPerMinute { get; set; } = 60_000;

    /// <summary>As SignInPerMinute, for an address of the operator's.</summary>
    public int OperatorSignInPerMinute { get; set; } = 6_000;

    /// <summary>As CodesPerHour, for an address of the operator's.</summary>
    public int OperatorCodesPerHour { get; set; } = 10_000;

    /// <summary>Postbacks a second with one network's key.</summary>
    public int PostbacksPerSecond { get; set; } = 20_000;

    /// <summary>
    /// Messages a second of one network that can't be attributed: each costs a row in quarantine for good. Ten times as
    /// many may come at once after a quiet time.
    /// </summary>
    public int UnattributablePerSecond { get; set; } = 100;

    /// <summary>
    /// Open messages of one network in quarantine; beyond it those that are not there yet are refused, to be sent again. Of all
    /// processes together, counted every fifteen seconds.
    /// </summary>
    public long QuarantinedMax { get; set; } = 1_000_000;

    /// <summary>Lines a second of one network's batches; a batch that could go faster is read more slowly.</summary>
    public int BatchLinesPerSecond { get; set; } = 10_000;

    /// <summary>Batches of one network at a time.</summary>
    public int BatchesAtOnce { get; set; } = 4;

    /// <summary>Requests a minute of one address to operations.</summary>
    public int OperationsPerMinute { get; set; } = 600;
}

internal sealed class FacadeSettingsCheck : IValidateOptions<FacadeSettings>
{
    private const int BitsMax = 32;

    public ValidateOptionsResult Validate(string? name, FacadeSettings options)
    {
        var faults = Faults(options).Select(fault => $"{FacadeSettings.Section}:{fault}").ToArray();
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(FacadeSettings settings)
    {
        if (settings.ProofOfWorkBits is < 1 or > BitsMax)
        {
            yield return $"ProofOfWorkBits is '{settings.ProofOfWorkBits}'; expected is a whole number from 1 to {BitsMax}.";
        }

        if (settings.Limits.CodesPerHour < 1 || settings.Limits.OperatorCodesPerHour < 1)
        {
            yield return "Limits:CodesPerHour and OperatorCodesPerHour have to be whole numbers above 0.";
        }
    }
}
