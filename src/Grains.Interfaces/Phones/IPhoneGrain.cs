namespace Cashback.Phones;

/// <summary>Which subscriber owns a number, and the sign-in of its owner. Key <c>phone:+7916…</c>.</summary>
[Alias("phone")]
public interface IPhoneGrain : IGrainWithStringKey
{
    /// <summary>Null if the number is not registered.</summary>
    [Alias("owner")]
    Task<string?> GetSubscriberIdAsync();

    /// <summary>Who owned the number before and has left the programme, the newest first.</summary>
    [Alias("former-owners")]
    Task<IReadOnlyList<string>> GetFormerOwnersAsync();

    /// <summary>
    /// Sends a new code to the number; the codes before it stay valid. Nothing in the result or in the time it takes tells
    /// whether the number is registered.
    /// </summary>
    [Alias("request-code")]
    Task<CodeRequested> RequestCodeAsync(CodeRequest request);

    /// <summary>
    /// Signs in with a code. The first time, the subscriber is registered. Each call uses up one try; after a failure
    /// with an exception the same code still works.
    /// </summary>
    /// <param name="device">As its owner will see it in the list of sign-ins.</param>
    [Alias("sign-in")]
    Task<SignInVerdict> SignInAsync(string challengeId, string code, string? device = null);

    /// <summary>
    /// Signs in the owner of the number, for whom the operator's gateway has vouched; the first time, the subscriber is
    /// registered. Each nonce works once, however often and wherever it comes: it is used up before anything else is done.
    /// </summary>
    /// <param name="validUntil">From then on nobody accepts the nonce's assertion any more.</param>
    [Alias("sign-in-by-gateway")]
    Task<GatewayVerdict> SignInByGatewayAsync(string nonce, DateTimeOffset validUntil, RegistrationDetails details, string? device = null);
}
