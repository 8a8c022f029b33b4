using System.Net;
using Cashback.Programme;

namespace Cashback.Api.Facade;

/// <summary>Limits of the facade. Section <c>Cashback:Facade</c>.</summary>
public sealed class FacadeSettings : ICheckedSettings
{
    public const string Section = "Cashback:Facade";
    private const int ProofOfWorkBitsMax = 32;

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

    /// <summary>
    /// Networks (<c>10.0.0.0/8</c>) of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; none by default.
    /// </summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>Difficulty of the proof of work, from 1 to 32: twice the work with each bit.</summary>
    public int ProofOfWorkBits { get; set; } = 18;

    public RateLimitSettings Limits { get; set; } = new();

    public IEnumerable<string> Faults()
    {
        if (ProofOfWorkBits is < 1 or > ProofOfWorkBitsMax)
        {
            yield return $"ProofOfWorkBits is '{ProofOfWorkBits}'; expected is a whole number from 1 to {ProofOfWorkBitsMax}.";
        }

        foreach (var (name, value) in new[] { (nameof(BodySizeMax), BodySizeMax), (nameof(ReportSizeMax), ReportSizeMax) })
        {
            if (value < 1)
            {
                yield return $"{name} is '{value}'; expected is a number of bytes above 0.";
            }
        }

        foreach (var (name, value) in new[] { (nameof(HeadersTimeout), HeadersTimeout), (nameof(BodyGrace), BodyGrace),
            (nameof(RequestTimeout), RequestTimeout) })
        {
            if (value <= TimeSpan.Zero)
            {
                yield return $"{name} is '{value}'; expected is a duration above 0, for example 00:00:05.";
            }
        }

        if (DrainDelay < TimeSpan.Zero)
        {
            yield return $"DrainDelay is '{DrainDelay}'; expected is a duration, or 00:00:00 for none.";
        }

        foreach (var proxies in TrustedProxies.Where(proxies => !IPNetwork.TryParse(proxies, out _)))
        {
            yield return $"TrustedProxies holds '{proxies}'; a network such as 10.0.0.0/8 is expected.";
        }

        foreach (var fault in Limits.Faults())
        {
            yield return $"Limits:{fault}";
        }
    }
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

    internal IEnumerable<string> Faults()
    {
        var numbers = new (string Name, long Value)[]
        {
            (nameof(GeneralPerMinute), GeneralPerMinute), (nameof(SignInPerMinute), SignInPerMinute), (nameof(CodesPerHour), CodesPerHour),
            (nameof(OperatorGeneralPerMinute), OperatorGeneralPerMinute), (nameof(OperatorSignInPerMinute), OperatorSignInPerMinute),
            (nameof(OperatorCodesPerHour), OperatorCodesPerHour), (nameof(PostbacksPerSecond), PostbacksPerSecond),
            (nameof(UnattributablePerSecond), UnattributablePerSecond), (nameof(QuarantinedMax), QuarantinedMax),
            (nameof(BatchLinesPerSecond), BatchLinesPerSecond), (nameof(BatchesAtOnce), BatchesAtOnce),
                (nameof(OperationsPerMinute), OperationsPerMinute),
        };
        foreach (var (name, value) in numbers.Where(number => number.Value < 1))
        {
            yield return $"{name} is '{value}'; expected is a whole number above 0.";
        }

        foreach (var range in OperatorNetworks.Where(range => !IPNetwork.TryParse(range, out _)))
        {
            yield return $"OperatorNetworks holds '{range}'; a network such as 10.0.0.0/8 is expected.";
        }
    }
}
