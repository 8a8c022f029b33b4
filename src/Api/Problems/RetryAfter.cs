using System.Globalization;

namespace Cashback.Api.Problems;

internal static class RetryAfter
{
    /// <summary>Says when to come again, in whole seconds and never at once.</summary>
    public static void SetRetryAfter(this HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
