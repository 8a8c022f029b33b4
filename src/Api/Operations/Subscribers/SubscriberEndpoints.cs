using System.Security.Claims;
using Cashback.Api.Account;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Phones;
using Cashback.Subscribers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>Either of them.</summary>
public sealed record SubscriberSearch(string? Id = null, string? Phone = null);

/// <param name="Email">Where the certificate's letter goes now.</param>
/// <param name="Reason">Why, for the record.</param>
public sealed record CertificateLetterRequest(string Email, string Reason);

/// <summary>
/// Look-up of a subscriber by id or number: read-only but for one letter, and each look is logged with the name of the key that
/// looked.
/// </summary>
public static partial class SubscriberEndpoints
{
    private static readonly LocalText Unknown = new("No such subscriber.", "Такого абонента нет.");
    private const int ReasonMax = 500;

    public static RouteGroupBuilder MapSubscriberOperations(this RouteGroupBuilder ops)
    {
        var subscribers = ops.MapGroup("/subscribers").WithTags("Operations: subscribers");
        subscribers.MapGet("/", FindAsync).WithSummary("Finds a subscriber by id or phone number, the number's former owners included; the look is logged.");
        subscribers.MapPost("/search", (SubscriberSearch request, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers) =>
                FindAsync(request.Id, request.Phone, user, grains, loggers))
            .WithName("OpsSearchSubscribers")
            .WithMetadata(ReadsOnly.Instance)
            .WithSummary("The same with the number in the body: an address is written into logs on its way.");
        subscribers.MapGet("/{subscriberId}", GetAsync).WithSummary("One subscriber's account; the look is logged.");
        subscribers.MapGet("/{subscriberId}/purchases", PurchasesAsync).WithSummary("A subscriber's purchases; the look is logged.");
        subscribers.MapGet("/{subscriberId}/history", HistoryAsync).WithSummary("A subscriber's history; the look is logged.");
        subscribers.MapGet("/{subscriberId}/certificates", CertificatesAsync)
            .WithSummary("A subscriber's certificates, without their codes; the look is logged.");
        subscribers.MapPost("/{subscriberId}/certificate-letter", SendAgainAsync)
            .WithIdempotency()
            .WithSummary("Corrects the e-mail address of one who has left, and sends the certificate there again; who did it and why stands in the history.");
        subscribers.MapGet("/{subscriberId}/referral", ReferralAsync)
            .WithSummary("A subscriber's promo code, friends and inviter, by their ids; the look is logged.");
        return ops;
    }

    private static async Task<Results<Ok<PageBody<AccountBody>>, ProblemHttpResult>> FindAsync(
        string? id, string? phone, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        if (id is null == phone is null)
        {
            return Problem.Invalid(id is null ? "id" : "phone", new("Either id or phone is expected.", "Нужно указать либо id, либо phone."));
        }

        Phone number = default;
        if (phone is not null && !Phone.TryParse(phone, out number, out var why))
        {
            return Problem.Invalid("phone", why!);
        }

        var found = id is not null ? [id] : await OwnersOfAsync(number, grains);
        var accounts = new List<AccountBody>();
        foreach (var subscriberId in found.DefaultIfEmpty())
        {
            LogViewed(Logger(loggers), user.OperatorName(), "account", subscriberId, phone is null ? "id" : number.Masked);
            if (IsId(subscriberId) && await grains.Subscriber(subscriberId!).GetAccountAsync() is { } account)
            {
                accounts.Add(AccountBody.Of(account));
            }
        }

        return TypedResults.Ok(new PageBody<AccountBody>(accounts, null));
    }

    /// <summary>Who has the number, and before them those who had it and left the programme.</summary>
    private static async Task<IReadOnlyList<string>> OwnersOfAsync(Phone number, IGrainFactory grains)
    {
        var phone = grains.GetGrain<IPhoneGrain>(GrainKeys.Phone(number));
        var former = await phone.GetFormerOwnersAsync();
        return await phone.GetSubscriberIdAsync() is { } owner ? [owner, .. former] : former;
    }

    private static async Task<Results<Ok<PageBody<CertificateBody>>, ProblemHttpResult>> CertificatesAsync(
        string subscriberId, [AsParameters] PageRequest page, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers) =>
        await LookAsync(subscriberId, "certificates", user, grains, loggers) is null
            ? Problem.NotFound(Unknown)
            : await CertificateEndpoints.ReadAsync(
                grains.Subscriber(subscriberId), page, certificate => CertificateBody.Of(certificate with { Code = null }));

    private static async Task<Results<Ok<ReferralForOperations>, ProblemHttpResult>> ReferralAsync(
        string subscriberId, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers) =>
        await LookAsync(subscriberId, "referral", user, grains, loggers) is not null
            && await grains.Subscriber(subscriberId).GetReferralAsync() is { } referral
            ? TypedResults.Ok(ReferralForOperations.Of(referral))
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<AccountBody>, ProblemHttpResult>> GetAsync(
        string subscriberId, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers) =>
        await LookAsync(subscriberId, "account", user, grains, loggers) is { } account
            ? TypedResults.Ok(AccountBody.Of(account))
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<PageBody<PurchaseBody>>, ProblemHttpResult>> PurchasesAsync(
        string subscriberId, [AsParameters] PageRequest page, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers) =>
        await LookAsync(subscriberId, "purchases", user, grains, loggers) is null
            ? Problem.NotFound(Unknown)
            : await AccountEndpoints.ReadPurchasesAsync(grains.Subscriber(subscriberId), page);

    private static async Task<Results<Ok<PageBody<HistoryBody>>, ProblemHttpResult>> HistoryAsync(
        string subscriberId,
        [AsParameters] PageRequest page,
        [AsParameters] HistoryRequest lines,
        ProgrammeCalendar calendar,
        ClaimsPrincipal user,
        IGrainFactory grains,
        ILoggerFactory loggers) =>
        await LookAsync(subscriberId, "history", user, grains, loggers) is null
            ? Problem.NotFound(Unknown)
            : await AccountEndpoints.ReadHistoryAsync(grains.Subscriber(subscriberId), page, lines, calendar);

    private static async Task<Results<Ok<AccountBody>, ProblemHttpResult>> SendAgainAsync(
        string subscriberId, CertificateLetterRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        var reason = request.Reason.Trim();
        if (EmailAddress.Read(request.Email) is not { } email)
        {
            return Problem.Invalid("email", EmailAddress.Expected);
        }

        if (reason.Length is 0 or > ReasonMax || reason.Any(char.IsControl))
        {
            return Problem.Invalid("reason", new(
                $"A reason of 1 to {ReasonMax} characters is expected, in one line.",
                $"Нужна причина в одну строку, от 1 до {ReasonMax} символов."));
        }

        if (!IsId(subscriberId))
        {
            return Problem.NotFound(Unknown);
        }

        var sent = await grains.SubscriberOperations(subscriberId).SendCertificatesAgainAsync(email, user.OperatorName(), reason);
        return sent.Value is { } account ? TypedResults.Ok(AccountBody.Of(account)) : Problem.From(sent.Rejection!);
    }

    // Logged before the answer is known: a look that found nobody was a look too.
    private static async Task<AccountView?> LookAsync(
        string subscriberId, string what, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        LogViewed(Logger(loggers), user.OperatorName(), what, IsId(subscriberId) ? subscriberId : "(not an id)", "id");
        return IsId(subscriberId) ? await grains.Subscriber(subscriberId).GetAccountAsync() : null;
    }

    /// <summary>What is no id at all is not looked up: each call would activate a grain of that name.</summary>
    internal static bool IsId(string? text) => Ulid.TryParse(text, out var id) && id.ToString() == text;

    private static ILogger Logger(ILoggerFactory loggers) => loggers.CreateLogger("Cashback.Api.Operations.Looks");

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Operator key {OpsKey} looked at {What} of subscriber {SubscriberId}, found by {FoundBy}.")]
    private static partial void LogViewed(ILogger logger, string opsKey, string what, string? subscriberId, string foundBy);
}
