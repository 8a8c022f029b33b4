using System.Security.Cryptography;
using System.Text;
using Cashback.Storage;
using Cashback.Subscribers;

namespace Cashback.Certificates;

/// <summary>
/// A use takes two records, the certificate's and the device's. First what is attempted is saved, then the device is claimed,
/// then the use is saved: after a crash in between, the same request completes it; if none comes, the reminder gives it up.
/// </summary>
[CollectionAgeLimit(Minutes = 2)]
internal sealed class CertificateGrain(
    [PersistentState(StateNames.Certificate, StorageNames.Ledger)] IPersistentState<Stored<Certificate>> state,
    TimeProvider clock) : RecordGrain<Certificate>(state), ICertificateGrain, IRemindable
{
    private const string ReminderName = "finish";
    private static readonly TimeSpan FinishAfter = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FinishAgain = TimeSpan.FromMinutes(5);

    private string Hash => GrainKeys.IdOf(this.GetPrimaryKeyString());

    public Task IssueAsync(CertificateIssue issue) => SaveAsync(Record?.Continue(issue) ?? new Certificate(issue));

    public Task RedirectToAsync(string hash, CertificateIssue issue) =>
        SaveAsync(Record?.Continue(issue) ?? new Certificate(issue, RedirectsTo: hash));

    public async Task<CertificateState?> GetAsync() =>
        await FindRecordAsync() is { RedirectsTo: { } hash } ? await At(hash).GetAsync() : Record?.View();

    public async Task<Outcome<Redemption>> RedeemAsync(RedemptionRequest request)
    {
        if (await FindRecordAsync() is not { } certificate)
        {
            return new Rejection("unknown-certificate", new("No certificate has this code.", "Сертификата с таким кодом нет."), RejectionKind.NotFound);
        }

        if (certificate.RedirectsTo is { } hash)
        {
            return await At(hash).RedeemAsync(request);
        }

        var begun = certificate.Begin(request);
        if (begun.Value is not { } attempt)
        {
            return begun.Rejection!;
        }

        if (attempt.Use is { } use)
        {
            return use.Result;
        }

        if (certificate.Attempt is { } left && left.DeviceId != request.DeviceId)
        {
            // The till that began this never learned how it ended, and another one is here.
            await GiveUpAsync(left);
        }

        // Before the first save something must be there to go on: it notifies the owner, too.
        await this.RegisterOrUpdateReminder(ReminderName, FinishAfter, FinishAgain);
        await SaveAsync(attempt);
        if (!await DeviceOf(request).ClaimAsync(Hash))
        {
            await SaveAsync(Record!.GiveUp());
            return new Rejection("device-has-certificate", new(
                "Another certificate was used for this device; there can be one.",
                "На это устройство уже использован другой сертификат; допускается только один."), Field: "deviceId");
        }

        await SaveAsync(Record!.Finish(clock.GetUtcNow()));
        return Record!.Use!.Result;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (Record?.Attempt is { } attempt)
        {
            await GiveUpAsync(attempt);
        }

        if (Record is { Use: { } use, OwnerNotified: false } certificate)
        {
            await GrainFactory.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(certificate.Issue.SubscriberId))
                .CertificateUsedAsync(certificate.Issue.CertificateId, use.Result);
            await SaveAsync(Record!.NotifiedOwner());
        }

        await this.RemoveReminderAsync(ReminderName);
    }

    /// <summary>The device is free again before the certificate loses which one it was.</summary>
    private async Task GiveUpAsync(RedemptionRequest attempt)
    {
        await DeviceOf(attempt).ReleaseAsync(Hash);
        await SaveAsync(Record!.GiveUp());
    }

    private ICertificateGrain At(string hash) => GrainFactory.GetGrain<ICertificateGrain>(GrainKeys.Certificate(hash));

    private ICertificateDeviceGrain DeviceOf(RedemptionRequest request) => GrainFactory.GetGrain<ICertificateDeviceGrain>(
        GrainKeys.CertificateDevice(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.DeviceId)))));
}
