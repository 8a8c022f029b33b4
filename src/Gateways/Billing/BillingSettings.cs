using Cashback.Programme;

namespace Cashback.Gateways;

/// <summary>The operator's billing system. Section <c>Cashback:Billing</c>.</summary>
public sealed class BillingSettings : ICheckedSettings
{
    public const string Section = "Cashback:Billing";

    /// <summary>More answers than these could be longer than what is read of an answer.</summary>
    private const int BatchSizeMax = 250;
    private const int CallsAtOnceMax = 1_000;

    /// <summary>Where top-ups are posted to. Must be set outside Development; there, unset means the sandbox.</summary>
    public Uri? Url { get; set; }

    /// <summary>Sent as <c>Authorization: Bearer</c>, if set.</summary>
    public string? Token { get; set; }

    /// <summary>Where many top-ups are posted to in one request; unset: each is posted by itself.</summary>
    public Uri? BatchUrl { get; set; }

    /// <summary>Top-ups in one request to <see cref="BatchUrl"/>.</summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>Requests of a silo at a time, each with one top-up.</summary>
    public int CallsAtOnce { get; set; } = 64;

    public IEnumerable<string> Faults()
    {
        if (BatchUrl is not null && !GatewayServices.IsHttp(BatchUrl))
        {
            yield return "BatchUrl is not an http(s) address.";
        }

        var numbers = new[] { (nameof(BatchSize), BatchSize, BatchSizeMax), (nameof(CallsAtOnce), CallsAtOnce, CallsAtOnceMax) };
        foreach (var (name, value, most) in numbers)
        {
            if (value < 1 || value > most)
            {
                yield return CheckedSettings.Fault(name, value, $"a whole number from 1 to {most}");
            }
        }

        if (!GatewayServices.IsHttp(Url))
        {
            yield return "Url is not set to an http(s) address: set it to the billing system's address for top-ups (environment variable "
                + "Cashback__Billing__Url). Only Development has a sandbox instead.";
        }
    }
}
