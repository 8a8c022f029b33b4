using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Cashback.Api.Telemetry;

/// <summary>
/// Security events, one line each, in the category <c>Cashback.Security</c>: who (opaque ids and names of keys), from which
/// network, and why it was refused. Nothing personal: phone numbers are masked; of an address the network is logged, and a keyed
/// hash that is the same each time. In a flood the events beyond a limit are only counted.
/// </summary>
internal sealed partial class SecurityLog : IDisposable
{
    public const string Category = "Cashback.Security";
    private const int AddressHashBytes = 6;
    private readonly ILogger _log;
    private readonly byte[] _key;
    private readonly EventRateLimit _rate;

    public SecurityLog(ILoggerFactory loggers, Secrets secrets, TimeProvider clock)
    {
        (_log, _key) = (loggers.CreateLogger(Category), secrets.SignInCodes.CurrentKey);
        _rate = new EventRateLimit(clock, (name, more) => LogMore(_log, more, name));
    }

    public void PartnerRefused(HttpContext context, string network) => Record(
        "partner-refused", () => LogPartnerRefused(_log, network, NetworkOf(context), SourceOf(context)));

    public void SignedIn(HttpContext context, string subscriberId, string by, bool registered) => Record(
        "signed-in", () => LogSignedIn(_log, subscriberId, by, registered, NetworkOf(context), SourceOf(context)));

    /// <param name="phone">Null: the number is not known.</param>
    public void SignInRefused(HttpContext context, string reason, Phone? phone = null) => Record(
        "sign-in-refused", () => LogSignInRefused(_log, reason, phone?.Masked ?? "(unknown)", NetworkOf(context), SourceOf(context)));

    /// <param name="sessionId">Null: the token is not ours.</param>
    public void RefreshRefused(HttpContext context, string? sessionId) => Record(
        "refresh-refused", () => LogRefreshRefused(_log, sessionId ?? "(forged)", NetworkOf(context), SourceOf(context)));

    public void TokenRefused(HttpContext context, string reason) => Record(
        "token-refused", () => LogTokenRefused(_log, reason, NetworkOf(context), SourceOf(context)));

    public void KeyRefused(HttpContext context, string audience) => Record(
        "key-refused", () => LogKeyRefused(_log, audience, NetworkOf(context), SourceOf(context)));

    public void OperatorAsked(HttpContext context, string operatorName, string route, string ids) => Record(
        "operator", () => LogOperatorAsked(
            _log, operatorName, context.Request.Method, route, ids, context.Response.StatusCode, NetworkOf(context), SourceOf(context)));

    public void CodeRefused(HttpContext context, string reason, Phone phone) => Record(
        "code-refused", () => LogCodeRefused(_log, reason, phone.Masked, NetworkOf(context), SourceOf(context)));

    public void SignInsEnded(HttpContext context, string subscriberId, string which) => Record(
        "sign-ins-ended", () => LogSignInsEnded(_log, subscriberId, which, NetworkOf(context), SourceOf(context)));

    public void Dispose() => _rate.Dispose();

    private void Record(string name, Action log)
    {
        if (_rate.TryCount(name))
        {
            log();
        }
    }

    /// <summary>The first 24 bits of an IPv4 address, 48 of an IPv6 one.</summary>
    private static string NetworkOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
        {
            return "unknown";
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var (bytes, kept) = (address.GetAddressBytes(), address.AddressFamily is AddressFamily.InterNetworkV6 ? 6 : 3);
        bytes.AsSpan(kept).Clear();
        return $"{new IPAddress(bytes)}/{8 * kept}";
    }

    private string SourceOf(HttpContext context) => Convert.ToHexStringLower(
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes("source:" + context.Connection.RemoteIpAddress)).AsSpan(0, AddressHashBytes));

    [LoggerMessage(1, LogLevel.Warning, "A message of {Network} was refused: the key, the address or the signature is wrong; from {From}, source {Source}.", EventName = "partner-refused")]
    private static partial void LogPartnerRefused(ILogger log, string network, string from, string source);

    [LoggerMessage(2, LogLevel.Information, "Signed in: {SubscriberId} by {By}, registered {Registered}; from {From}, source {Source}.", EventName = "signed-in")]
    private static partial void LogSignedIn(ILogger log, string subscriberId, string by, bool registered, string from, string source);

    [LoggerMessage(3, LogLevel.Warning, "Sign-in refused ({Reason}): {Phone}; from {From}, source {Source}.", EventName = "sign-in-refused")]
    private static partial void LogSignInRefused(ILogger log, string reason, string phone, string from, string source);

    [LoggerMessage(4, LogLevel.Warning, "A refresh token was refused: sign-in {SessionId}; from {From}, source {Source}.", EventName = "refresh-refused")]
    private static partial void LogRefreshRefused(ILogger log, string sessionId, string from, string source);

    [LoggerMessage(5, LogLevel.Warning, "An access token was refused ({Reason}); from {From}, source {Source}.", EventName = "token-refused")]
    private static partial void LogTokenRefused(ILogger log, string reason, string from, string source);

    [LoggerMessage(6, LogLevel.Warning, "An API key was refused: {Audience}; from {From}, source {Source}.", EventName = "key-refused")]
    private static partial void LogKeyRefused(ILogger log, string audience, string from, string source);

    [LoggerMessage(7, LogLevel.Information, "Operator {OpsKey} asked: {Method} {Route} {Ids} was answered {Status}; from {From}, source {Source}.", EventName = "operator")]
    private static partial void LogOperatorAsked(
        ILogger log, string opsKey, string method, string route, string ids, int status, string from, string source);

    [LoggerMessage(8, LogLevel.Information, "A code was asked for and not sent ({Reason}): {Phone}; from {From}, source {Source}.", EventName = "code-refused")]
    private static partial void LogCodeRefused(ILogger log, string reason, string phone, string from, string source);

    [LoggerMessage(9, LogLevel.Information, "Sign-ins were ended: {Which} of {SubscriberId}; from {From}, source {Source}.", EventName = "sign-ins-ended")]
    private static partial void LogSignInsEnded(ILogger log, string subscriberId, string which, string from, string source);

    [LoggerMessage(99, LogLevel.Warning, "{More} more events {Event} in the last minute.", EventName = "more")]
    private static partial void LogMore(ILogger log, long more, string @event);
}
