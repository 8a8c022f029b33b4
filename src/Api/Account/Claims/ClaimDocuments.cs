using Cashback.Api.Auth;
using Cashback.Api.Problems;
using Cashback.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ClaimsPrincipal = System.Security.Claims.ClaimsPrincipal;

namespace Cashback.Api.Account;

/// <summary>The document that a subscriber can send to a claim.</summary>
internal static class ClaimDocuments
{
    private static readonly LocalText Unknown = new("No such claim of yours.", "Среди ваших заявок такой нет.");
    private static readonly LocalText None = new("This claim has no document.", "У этой заявки нет документа.");

    public static void MapClaimDocuments(this RouteGroupBuilder claims)
    {
        claims.MapPut("/{claimId}/document", PutAsync)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(ClaimDocument.LengthMax))
            .Accepts<string>("application/pdf", "image/jpeg", "image/png")
            .WithSummary("Sends a document to a claim without an answer, in the place of an earlier one.")
            .WithDescription(
                "The file itself: PDF, JPEG or PNG of at most 1 MiB, known by its content. It is deleted 30 days after the claim's answer. "
                + "Ten can be sent, one after the other. Refusals: 409 claim-answered, too-many-documents; 413; 415 unsupported-media-type.");
        claims.MapGet("/{claimId}/document", GetAsync)
            .Produces<string>(200, "application/pdf", "image/jpeg", "image/png")
            .WithSummary("The document of a claim.");
    }

    public static FileContentHttpResult File(string claimId, ClaimDocument document) => TypedResults.File(
        document.Content.ToArray(), document.Type, $"claim-{claimId}.{document.Type[(document.Type.IndexOf('/', StringComparison.Ordinal) + 1)..]}");

    private static async Task<Results<Ok<ClaimBody>, ProblemHttpResult>> PutAsync(
        string claimId, HttpRequest request, ClaimsPrincipal user, IGrainFactory grains, TimeProvider clock, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        var content = body.ToArray();
        if (ClaimDocument.TypeOf(content) is not { } type)
        {
            return Problem.Of(415, "unsupported-media-type", new("A PDF, JPEG or PNG file is expected.", "Нужен файл PDF, JPEG или PNG."));
        }

        // A claim that was filed a moment ago may still be on its way to its own grain.
        await grains.SubscriberOperations(user.SubscriberId()).DrainOutboxAsync();
        if (await FindAsync(grains, user, claimId) is null)
        {
            return Problem.NotFound(Unknown);
        }

        var now = clock.GetUtcNow();
        var attached = await grains.Claim(claimId).AttachAsync(new ClaimDocument(type, content, now));
        return attached.Value is { } claim ? TypedResults.Ok(ClaimBody.Of(claim, now)) : Problem.From(attached.Rejection!);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetAsync(
        string claimId, ClaimsPrincipal user, IGrainFactory grains) =>
        await FindAsync(grains, user, claimId) is null ? Problem.NotFound(Unknown)
        : await grains.DocumentOf(claimId).GetAsync() is { } document ? File(claimId, document)
        : Problem.NotFound(None);

    internal static IClaimDocumentGrain DocumentOf(this IGrainFactory grains, string claimId) =>
        grains.GetGrain<IClaimDocumentGrain>(GrainKeys.ClaimDocument(claimId));

    /// <summary>Null as well for somebody else's.</summary>
    private static async Task<Claim?> FindAsync(IGrainFactory grains, ClaimsPrincipal user, string claimId) =>
        claimId.Length <= 60 && await grains.Claim(claimId).GetAsync() is { } claim && claim.SubscriberId == user.SubscriberId()
            ? claim
            : null;
}
