using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Receipts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Account;

/// <summary>Receipts of purchases in ordinary shops.</summary>
internal static class ReceiptEndpoints
{
    public static void MapReceipts(this RouteGroupBuilder me)
    {
        var receipts = me.MapGroup("/receipts");
        receipts.MapGet("/", ListAsync).WithSummary("Receipts that were sent, newest first.");
        receipts.MapPost("/", SendAsync)
            .WithIdempotency()
            .WithSummary("Sends a receipt by the text of its QR code.")
            .WithDescription(
                "The order of the fields, spaces around values, seconds and unknown fields do not matter. It is checked within 30 days; each "
                + "step stands in the history. Refusals: 409 receipt-already-sent, too-many-receipts, receipts-not-taken; "
                + "422 receipt-not-a-sale, receipt-not-yet.");
    }

    private static async Task<Results<Accepted<ReceiptBody>, ProblemHttpResult>> SendAsync(
        ReceiptRequest request,
        HttpRequest http,
        ClaimsPrincipal user,
        IGrainFactory grains)
    {
        if (ReceiptQr.Read(request.Qr, out var faults) is not { } qr)
        {
            return Problem.Invalid(new Dictionary<string, LocalText[]> { ["qr"] = [.. faults] });
        }

        var scan = new ReceiptScan(user.SubscriberId(), qr, http.Headers[IdempotencyKey.Header].FirstOrDefault());
        var sent = await grains.Receipt(qr.Name.ToString()).SendAsync(scan);
        return sent.Value is { } receipt
            ? TypedResults.Accepted((string?)null, ReceiptBody.Of(receipt))
            : Problem.From(sent.Rejection!);
    }

    private static async Task<Results<Ok<PageBody<ReceiptBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var sent = await grains.Subscriber(user.SubscriberId()).GetBeginningsAsync("receipt", page.Cursor, limit);
        if (sent is null)
        {
            return PageRequest.BadCursor;
        }

        var receipts = await Task.WhenAll(sent.Items.Select(line => grains.Receipt(line.ReceiptId!).GetAsync()));
        return TypedResults.Ok(new PageBody<ReceiptBody>([.. receipts.OfType<ReceiptView>().Select(ReceiptBody.Of)], sent.NextCursor));
    }

    internal static IReceiptGrain Receipt(this IGrainFactory grains, string receiptId) =>
        grains.GetGrain<IReceiptGrain>(GrainKeys.Receipt(receiptId));
}
