using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cashback.Messages;
using Cashback.Phones;
using Cashback.Storage;
using Cashback.Subscribers;
using Cashback.Transfers;
using Microsoft.Extensions.Logging;

namespace Cashback.Proofs;

/// <summary>Codes go to the gateways at once and not through an outbox: they are then in clear nowhere but in the message.</summary>
internal sealed partial class ProofGrain(
    [PersistentState(StateNames.Proof, StorageNames.Records)] IPersistentState<Stored<ProofRecord>> state,
    ISmsGateway sms,
    IEmailGateway email,
    IdSource ids,
    Secrets secrets,
    TimeProvider clock,
    ILogger<ProofGrain> log) : RecordGrain<ProofRecord>(state), IProofGrain
{
    private const int ProofBytes = 32;

    private string Id => GrainKeys.IdOf(this.GetPrimaryKeyString());

    private ISubscriberAccountGrain Subscriber => GrainFactory.GetGrain<ISubscriberAccountGrain>(GrainKeys.Subscriber(Id));

    public async Task<ProofRequested> RequestAsync(string sessionId, string purpose)
    {
        var now = clock.GetUtcNow();
        var record = Record ?? new ProofRecord();
        var (sending, nextAt) = record.MaySend(record.LastSent(sessionId, purpose), now);
        if (sending is not ProofSending.Sent || await Subscriber.GetAccountAsync() is not { } account)
        {
            return new ProofRequested(sending is ProofSending.Sent ? ProofSending.NothingToProve : sending, null, now, nextAt);
        }

        var code = SignInCode.Make();
        var oneTime = OneTimeCode.Start(ids.Next(), code, secrets.SignInCodes, now);
        await SaveAsync(record.Send(new Proof(oneTime, sessionId, purpose, now), now));
        return await SendAsync(
            oneTime, cancellation => sms.SendAsync(oneTime.Id, account.Phone, ProofText.Sms(code, purpose, account.Locale), cancellation));
    }

    public async Task<ProofVerdict> ProveAsync(string sessionId, string proofId, string code)
    {
        var now = clock.GetUtcNow();
        if (Record?.Find(sessionId, proofId) is not { ProofHash: null } proof || proof.Code.Try(now) is not { } tried)
        {
            return new ProofVerdict(false);
        }

        // Saved before the comparison: a try that is not counted would be a free one.
        var counted = proof with { Code = tried };
        await SaveAsync(Record.With(proof, counted));
        if (!tried.Matches(code, secrets.SignInCodes))
        {
            return new ProofVerdict(false, tried.TriesLeft);
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(ProofBytes));
        var proven = counted with { ProofHash = Hash(token), ProvenUntil = now + ProofRecord.ProofLife };
        await SaveAsync(Record.With(counted, proven));
        return new ProofVerdict(true, null, token, proven.ProvenUntil, proven.Purpose);
    }

    public Task<string?> GetPurposeAsync(string sessionId, string proof)
    {
        var (now, hash) = (clock.GetUtcNow(), Hash(proof));
        return Task.FromResult(Record?.Open.FirstOrDefault(open =>
            open.ProofHash == hash && open.SessionId == sessionId && !open.IsOver(now))?.Purpose);
    }

    public async Task<ProofRequested> SendEmailCodeAsync()
    {
        var now = clock.GetUtcNow();
        var record = Record ?? new ProofRecord();
        if (await Subscriber.GetAccountAsync() is not { Email: { } address, EmailConfirmed: false, LeftAt: null } account)
        {
            return new ProofRequested(ProofSending.NothingToProve, null, now, now);
        }

        var (sending, nextAt) = record.MaySend(record.Email?.Address == address ? record.Email.SentAt : null, now);
        if (sending is not ProofSending.Sent)
        {
            return new ProofRequested(sending, null, now, nextAt);
        }

        var code = SignInCode.Make();
        var oneTime = OneTimeCode.Start(ids.Next(), code, secrets.SignInCodes, now) with { ExpiresAt = now + ProofRecord.EmailCodeLife };
        await SaveAsync(record.Send(new EmailProof(oneTime, address, now), now));
        return await SendAsync(
            oneTime, cancellation => email.SendAsync(oneTime.Id, ProofText.Letter(address, code, account.Locale), cancellation));
    }

    public async Task<ProofVerdict> TryEmailCodeAsync(string code)
    {
        if (Record?.Email is not { } proof || proof.Code.Try(clock.GetUtcNow()) is not { } tried)
        {
            return new ProofVerdict(false);
        }

        await SaveAsync(Record with { Email = proof with { Code = tried } });
        return tried.Matches(code, secrets.SignInCodes)
            ? new ProofVerdict(true, null, proof.Address)
            : new ProofVerdict(false, tried.TriesLeft);
    }

    private async Task<ProofRequested> SendAsync(OneTimeCode code, Func<CancellationToken, Task> send)
    {
        var now = clock.GetUtcNow();
        try
        {
            await GatewayCall.WithTimeoutAsync(send);
        }
        catch (Exception failure)
        {
            LogNotSent(Id, ErrorText.Of(failure));
            await SaveAsync(Record!.NotSent(code.Id));
            return new ProofRequested(ProofSending.NotSent, null, now, now);
        }

        return new ProofRequested(ProofSending.Sent, code.Id, code.ExpiresAt, now + ProofRecord.BetweenCodes);
    }

    private static string Hash(string proof) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(proof)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "A code for a fresh proof of subscriber {Subscriber} could not be sent ({Error})")]
    private partial void LogNotSent(string subscriber, string error);
}
