using System.Collections.Immutable;
using System.Globalization;
using Cashback.Certificates;

namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    /// <summary>As long as answers are kept under an Idempotency-Key: an older order is not repeated.</summary>
    private static readonly TimeSpan OrdersRepeatedWithin = TimeSpan.FromHours(48);

    public async Task<Outcome<CertificateView>> BuyCertificateAsync(CertificateOrder order)
    {
        var moved = Record is null ? null : await FindMovedOrderAsync(order.OrderId);
        var bought = await DecideForParticipantAsync(
            (current, now) => current.BuyCertificate(order, codes.Certificates.Make(), now, moved),
            next => moved ?? next.FindOrder(order.OrderId)!);
        if (bought.Value is not { } own)
        {
            return bought.Rejection!;
        }

        if (moved is not null)
        {
            return await ViewAsync(moved);
        }

        try
        {
            // The outbox does it as well, but later; whoever is shown the code may be at the till already.
            await GrainFactory.GetGrain<ICertificateGrain>(GrainKeys.Certificate(own.Hash))
                .IssueAsync(new CertificateIssue(CertificateBook.IdOf(own.Number), Id, own.Denomination, own.IssuedAt));
        }
        catch (Exception error)
        {
            LogUndelivered(error, Outbox.CertificateEntryId(CertificateBook.IdOf(own.Number)), Id);
        }

        return View(own, CertificateStatus.Issued, null);
    }

    public async Task<Page<CertificateView>?> GetCertificatesAsync(string? cursor, int limit)
    {
        if (Record is null)
        {
            return new([], null);
        }

        var before = long.MaxValue;
        if (cursor is not null && !(long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before) && before > 0))
        {
            return null;
        }

        var book = Record.Certificates ?? CertificateBook.None;
        var found = new List<OwnCertificate>();
        for (var page = CertificateBook.PageOf(Math.Min(before - 1, book.LastNumber)); page >= 0 && found.Count <= limit; page--)
        {
            found.AddRange((await PageAsync(book, page)).Reverse().Where(certificate => certificate.Number < before));
        }

        var items = await Task.WhenAll(found.Take(limit).Select(ViewAsync));
        return new(items, found.Count > limit ? found[limit - 1].Number.Text() : null);
    }

    public Task CertificateUsedAsync(string certificateId, Redemption use) =>
        DecideAsync((current, now) => current.CertificateUsed(certificateId, use, now));

    public async Task ResealAsync()
    {
        foreach (var own in Record?.Certificates?.Tail ?? [])
        {
            if (await codes.Certificates.ResealAsync(GrainFactory, Id, own) is { } resealed)
            {
                await DecideAsync((current, _) => current.Resealed(resealed));
            }
        }
    }

    /// <summary>An order of the last two days that has moved out of the record since.</summary>
    private async Task<OwnCertificate?> FindMovedOrderAsync(string orderId)
    {
        var book = Record!.Certificates ?? CertificateBook.None;
        var since = Now - OrdersRepeatedWithin;
        for (var page = book.FirstPage - 1; page >= 0 && book.FindOrder(orderId) is null; page--)
        {
            var certificates = await PageAsync(book, page);
            if (certificates.FirstOrDefault(certificate => certificate.OrderId == orderId) is { } found)
            {
                return found;
            }

            if (certificates.IsEmpty || certificates[0].IssuedAt < since)
            {
                break;
            }
        }

        return null;
    }

    private async Task<ImmutableArray<OwnCertificate>> PageAsync(CertificateBook book, long page) => page >= book.FirstPage
        ? book.Page(page)
        : await GrainFactory.GetGrain<ICertificatePageGrain>(GrainKeys.CertificatePage(Id, page)).GetAsync();

    /// <summary>Only its own grain knows whether it was used. One that this grain does not know yet is still in the outbox.</summary>
    private async Task<CertificateView> ViewAsync(OwnCertificate own)
    {
        var state = await GrainFactory.GetGrain<ICertificateGrain>(GrainKeys.Certificate(own.Hash)).GetAsync();
        return View(own, state?.Status ?? CertificateStatus.Issued, state?.Use);
    }

    private CertificateView View(OwnCertificate own, CertificateStatus status, Redemption? use) => new(
        CertificateBook.IdOf(own.Number), own.Denomination, codes.Certificates.Open(own.Hash, own.Sealed), status, own.IssuedAt, use);

    async Task<EntryDelivered> IOutboxReceivers.DeliverAsync(IssueCertificate entry, Subscriber subscriber)
    {
        await GrainFactory.GetGrain<ICertificateGrain>(GrainKeys.Certificate(entry.CodeHash)).IssueAsync(entry.Issue);
        return new EntryDelivered(entry.Id);
    }

    async Task<EntryDelivered> IOutboxReceivers.DeliverAsync(ArchiveCertificatePage entry, Subscriber subscriber)
    {
        var certificates = (subscriber.Certificates ?? CertificateBook.None).Page(entry.Page);
        if (certificates.Length == CertificateBook.PageLength)
        {
            await GrainFactory.GetGrain<ICertificatePageGrain>(GrainKeys.CertificatePage(Id, entry.Page)).WriteAsync(certificates);
        }

        return new EntryDelivered(entry.Id);
    }
}
