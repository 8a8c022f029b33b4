using System.Security.Claims;
using System.Threading.RateLimiting;
using Cashback.Api.Postbacks;
using Cashback.Api.Problems;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Facade;

/// <summary>
/// Who may ask how often. Counted on each process by itself, on the machine's clock: it protects the
/// process. What protects money, codes and guesses is counted in grains.
/// </summary>
internal static class RateLimits
{
    private const int NetworkAndKeyMax = 200;

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<FacadeSettings>, OperatorNetworks>((options, settings, operators) =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = RefuseAsync;
            var postbacks = Windows(settings.Value.Limits.PostbacksPerSecond, TimeSpan.FromSeconds(1));
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (string Limit, string Of)>(
                context => Partition(context, settings.Value.Limits, operators, postbacks));
        });
    }

    /// <param name="postbacks">Makes the window of one partner; prepared once, since no request comes as often as theirs.</param>
    private static RateLimitPartition<(string Limit, string Of)> Partition(
        HttpContext context, RateLimitSettings limits, OperatorNetworks operators, Func<(string Limit, string Of), RateLimiter> postbacks)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase))
        {
            return RateLimitPartition.GetNoLimiter(("none", ""));
        }

        if (path.StartsWithSegments("/postbacks", StringComparison.OrdinalIgnoreCase, out var networkAndKey))
        {
            // No key is that long: who sends such ones is counted by address, so that they can't fill the memory.
            var sender = networkAndKey.Value ?? "";
            sender = PartnerKey.IsInPath(sender) ? sender : $"{sender} {PartnerKey.Of(context.Request) ?? ClientAddress.Of(context)}";
            sender = sender.Length <= NetworkAndKeyMax ? sender : $"//{ClientAddress.Of(context)}";
            return RateLimitPartition.Get(("postbacks", sender), postbacks);
        }

        var address = ClientAddress.Of(context);
        if (path.StartsWithSegments("/api/v1/auth", StringComparison.OrdinalIgnoreCase))
        {
            var permits = operators.Contain(context) ? limits.OperatorSignInPerMinute : limits.SignInPerMinute;
            return Window(("sign-in", address), permits, TimeSpan.FromMinutes(1));
        }

        if (path.StartsWithSegments("/ops", StringComparison.OrdinalIgnoreCase))
        {
            return Window(("ops", address), limits.OperationsPerMinute, TimeSpan.FromMinutes(1));
        }

        var subscriber = context.User.FindFirstValue("sub");
        var general = subscriber is null && operators.Contain(context) ? limits.OperatorGeneralPerMinute : limits.GeneralPerMinute;
        return Window(("general", subscriber ?? address), general, TimeSpan.FromMinutes(1));
    }

    private static RateLimitPartition<(string Limit, string Of)> Window(
        (string Limit, string Of) partition, int permits, TimeSpan window) =>
        RateLimitPartition.Get(partition, Windows(permits, window));

    /// <summary>Not replenished by timers of their own: the limiter of all partitions has one for all.</summary>
    private static Func<(string Limit, string Of), RateLimiter> Windows(int permits, TimeSpan window) =>
        _ => new FixedWindowRateLimiter(
            new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window, QueueLimit = 0, AutoReplenishment = false });

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        rejected.HttpContext.Response.SetRetryAfter(wait);
        await StatusProblems.Of(StatusCodes.Status429TooManyRequests).ExecuteAsync(rejected.HttpContext);
    }
}
