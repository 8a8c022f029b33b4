using Cashback.Messages;
using Cashback.Sessions;
using Cashback.Storage;
using Cashback.Subscribers;
using Microsoft.Extensions.Logging;

namespace Cashback.Phones;

internal sealed partial class PhoneGrain(
    [PersistentState(StateNames.Phone, StorageNames.Records)] IPersistentState<Stored<PhoneRecord>> state,
    INumberDirectory directory,
    ISmsGateway sms,
    IdSource ids,
    Secrets secrets,
    TimeProvider clock,
    ILogger<PhoneGrain> log) : RecordGrain<PhoneRecord>(state), IPhoneGrain
{
    private static readonly TimeSpan SmsPatience = TimeSpan.FromSeconds(10);

    private Phone Phone => new(GrainKeys.IdOf(this.GetPrimaryKeyString()));

    /// <remarks>A number whose registration was cut short is not registered yet: the next sign-in completes it.</remarks>
    public Task<string?> GetSubscriberIdAsync() =>
        Task.FromResult(Record?.Owner is { Registered: true } owner ? owner.SubscriberId : null);

    public Task<IReadOnlyList<string>> GetFormerOwnersAsync() => Task.FromResult<IReadOnlyList<string>>(Record?.Former ?? []);

    public async Task<CodeRequested> RequestCodeAsync(SignInWish wish)
    {
        var now = clock.GetUtcNow();
        var phone = Record ?? new PhoneRecord();
        var (sending, nextAt) = phone.MaySend(now);
        if (sending is not CodeSending.Sent)
        {
            return new CodeRequested(sending, null, now, nextAt);
        }

        var code = SignInCode.Make();
        var challenge = Challenge.Start(ids.Next(), code, wish, secrets.SignInCodes, now);
        await SaveAsync(phone.Send(challenge, now));
        try
        {
            // By the gateway at once and not through an outbox: the code is then in clear nowhere but in the SMS.
            using var patience = new CancellationTokenSource(SmsPatience);
            await sms.SendAsync(challenge.Code.Id, Phone, SignInCode.Text(code, wish.Locale), patience.Token);
        }
        catch (Exception failure)
        {
            LogNotSent(failure, Phone);
            await SaveAsync(Record!.SendingFailed());
            return new CodeRequested(CodeSending.NotSent, null, now, now);
        }

        return new CodeRequested(CodeSending.Sent, challenge.Code.Id, challenge.Code.ExpiresAt, now + PhoneRecord.BetweenCodes);
    }

    public async Task<SignInVerdict> SignInAsync(string challengeId, string code)
    {
        if (Record?.Try(challengeId, clock.GetUtcNow()) is not { Challenge: { } challenge } tried)
        {
            return new SignInVerdict(CodeCheck.Ended);
        }

        // Saved before the comparison: a try that is not counted would be a free one.
        await SaveAsync(tried);
        return challenge.Code.Matches(code, secrets.SignInCodes)
            ? await SignInAsync(challenge.Wish)
            : new SignInVerdict(CodeCheck.Wrong, challenge.Code.TriesLeft);
    }

    public async Task<GatewayVerdict> SignInByGatewayAsync(string nonce, DateTimeOffset validUntil, SignInWish wish)
    {
        if (await directory.FindKindAsync(Phone, CancellationToken.None) == SubscriberKind.Guest)
        {
            return new GatewayVerdict(GatewayCheck.NotTheOperators);
        }

        var phone = Record ?? new PhoneRecord();
        var (used, check) = (phone.Gateway ?? GatewayNonces.None).Use(nonce, validUntil, clock.GetUtcNow());
        if (used is null)
        {
            return new GatewayVerdict(check);
        }

        // Saved first: of two activations that got the same nonce only one can save.
        await SaveAsync(phone with { Gateway = used });
        var verdict = await SignInAsync(wish);
        return new GatewayVerdict(GatewayCheck.Accepted, verdict.Session, verdict.Registered);
    }

    /// <summary>
    /// The owner is saved before the subscriber is made, so that a number can't be registered twice; the challenge ends
    /// last, so that the same code completes what an outage has cut short.
    /// </summary>
    private async Task<SignInVerdict> SignInAsync(SignInWish wish)
    {
        if (Record!.Owner is not { } present || (present.Registered && !await SubscriberOf(present).ReturnAsync()))
        {
            await SaveAsync(Record.GiveTo(ids.Next()));
        }

        var owner = Record!.Owner!;
        if (!owner.Registered)
        {
            var kind = await directory.FindKindAsync(Phone, CancellationToken.None);
            await SubscriberOf(owner).RegisterAsync(new Registration(Phone, kind, wish.Locale, wish.Email, wish.ReferralCode));
        }

        var session = await GrainFactory.GetGrain<ISessionGrain>(GrainKeys.Session(ids.Next())).StartAsync(owner.SubscriberId);
        await SaveAsync(Record.SignedIn());
        return new SignInVerdict(CodeCheck.Right, Session: session, Registered: !owner.Registered);
    }

    private ISubscriberGrain SubscriberOf(PhoneOwner owner) =>
        GrainFactory.GetGrain<ISubscriberGrain>(GrainKeys.Subscriber(owner.SubscriberId));

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in code to {Phone} could not be sent")]
    private partial void LogNotSent(Exception failure, Phone phone);
}
