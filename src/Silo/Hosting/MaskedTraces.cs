using System.Diagnostics;
using Cashback.Silo.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Cashback.Silo.Hosting;

/// <summary>
/// Masks the names and tags of spans: keys of grains contain phone numbers and receipts, URLs contain keys and codes. Must be
/// added before any exporter.
/// </summary>
internal sealed class MaskedTraces : BaseProcessor<Activity>
{
    /// <summary>Query strings are hidden as a whole: nobody who reads traces needs them.</summary>
    private static readonly string[] Queries = ["url.query", "http.query"];

    public override void OnEnd(Activity data)
    {
        data.DisplayName = NumberMask.Of(data.DisplayName);
        foreach (var (key, value) in data.TagObjects.ToList())
        {
            if (Masked(key, value) is var masked && !ReferenceEquals(masked, value))
            {
                data.SetTag(key, masked);
            }
        }

        if (data.StatusDescription is { } description)
        {
            data.SetStatus(data.Status, NumberMask.Of(description));
        }

        // An event can't be changed, so a span with a secret in one is not exported at all: exporters send recorded spans only.
        if (data.Events.Any(HoldsSecret) || data.Links.Any(link => link.Tags is { } tags && tags.Any(HoldsSecret)))
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            data.IsAllDataRequested = false;
        }
    }

    private static object? Masked(string key, object? value) => value switch
    {
        string text when Queries.Contains(key) => text.Length == 0 ? text : "***",
        string text => NumberMask.Of(text),
        string[] texts when texts.Any(text => NumberMask.Of(text) != text) => texts.Select(NumberMask.Of).ToArray(),
        long or int or null or bool or double or string[] => value,
        _ => value.ToString() is { } written && NumberMask.Of(written) is var masked && masked != written ? masked : value,
    };

    private static bool HoldsSecret(ActivityEvent one) => NumberMask.Of(one.Name) != one.Name || one.Tags.Any(HoldsSecret);

    private static bool HoldsSecret(KeyValuePair<string, object?> tag) =>
        Masked(tag.Key, tag.Value) is var masked && !ReferenceEquals(masked, tag.Value);
}

/// <summary>What every process adds to its traces.</summary>
public static class MaskedTracesExtensions
{
    public static TracerProviderBuilder AddMask(this TracerProviderBuilder tracing) => tracing.AddProcessor(new MaskedTraces());
}
