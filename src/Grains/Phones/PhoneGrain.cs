using Cashback.Messages;
using Cashback.Sessions;
using Cashback.Storage;
using Cashback.Subscribers;
using Cashback.Transfers;
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
    private DeviceTokens Devices => field ??= new DeviceTokens(secrets.DeviceTokens);

    private Phone Phone => new(GrainKeys.IdOf(this.GetPrimaryKeyString()));

    /// <remarks>A number whose registration was cut short is not registered yet: the next sign-in completes it.</remarks>
    public Task<string?> GetSubscriberIdAsync() =>
        Task.FromResult(Record?.Owner is { Registered: true } owner ? owner.SubscriberId : null);

    public Task<IReadOnlyList<string>> GetFormerOwnersAsync() => Task.FromResult<IReadOnlyList<string>>(Record?.Former ?? []);

    public async Task<CodeRequested> RequestCodeAsync(CodeRequest request)
    {
        var now = clock.GetUtcNow();
        var phone = Record ?? new PhoneRecord();
        var caller = CallerOf(request);
        var (sending, nextAt) = phone.Codes.MaySend(caller, now);
        if (sending is CodeSending.Sent)
        {
            (sending, nextAt) = await PassGatesAsync(request, caller, now);
        }

        if (sending is not CodeSending.Sent)
        {
            return new CodeRequested(sending, null, now, nextAt);
        }

        var code = SignInCode.Make();
        var challenge = Challenge.Start(ids.Next(), code, request.Details, caller, secrets.SignInCodes, now);
        var solved = request.Solved is { } work ? new UsedNonce(work.Nonce, work.ValidUntil) : null;
        await SaveAsync(phone with { Codes = phone.Codes.Send(challenge, solved, now) });
        try
        {
            // By the gateway at once and not through an outbox: the code is then in clear nowhere but in the SMS.
            await GatewayCall.WithTimeoutAsync(
                cancellation => sms.SendAsync(challenge.Code.Id, Phone, SignInCode.Text(code, request.Details.Locale), cancellation));
        }
        catch (Exception failure)
        {
            LogNotSent(failure, Phone);
            await SaveAsync(Record! with { Codes = Record.Codes.SendingFailed(challenge.Code.Id) });
            return new CodeRequested(CodeSending.NotSent, null, now, now);
        }

        return new CodeRequested(CodeSending.Sent, challenge.Code.Id, challenge.Code.ExpiresAt, Record!.Codes.ResendAfter(caller, now));
    }

    public async Task<SignInVerdict> SignInAsync(string challengeId, string code, string? device)
    {
        if (Record?.Codes.Try(challengeId, clock.GetUtcNow()) is not { } @try)
        {
            return new SignInVerdict(CodeCheck.Ended);
        }

        // Saved before the comparison: a try that is not counted would be a free one.
        await SaveAsync(Record with { Codes = @try.Next });
        return @try.Tried.Code.Matches(code, secrets.SignInCodes)
            ? await SignInAsync(@try.Tried.Details, device, challengeId)
            : new SignInVerdict(CodeCheck.Wrong, @try.Tried.Code.TriesLeft);
    }

    public async Task<GatewayVerdict> SignInByGatewayAsync(
        string nonce, DateTimeOffset validUntil, RegistrationDetails details, string? device)
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
        var verdict = await SignInAsync(details, device, challengeId: null);
        return new GatewayVerdict(GatewayCheck.Accepted, verdict.Session, verdict.Registered, verdict.DeviceToken);
    }

    /// <summary>A device that has signed in before, as long as it is the same owner's; else the address.</summary>
    private CodeCaller CallerOf(CodeRequest request) =>
        Record?.Owner is { } owner && Devices.Read(request.DeviceToken, Phone, owner.SubscriberId, clock.GetUtcNow()) is { } deviceId
            ? CodeCaller.Device(deviceId)
            : CodeCaller.Address(AddressHash.Of(request.Address, secrets));

    /// <summary>What is counted beyond this number: the address's codes, and the whole programme's.</summary>
    private async Task<(CodeSending Sending, DateTimeOffset NextAt)> PassGatesAsync(
        CodeRequest request, CodeCaller caller, DateTimeOffset now)
    {
        var isNew = request.Solved is { } work && Record?.Codes.IsSolvedBefore(work.Nonce) is not true;
        if (!caller.KnownDevice)
        {
            var address = GrainFactory.GetGrain<ISignInAddressGrain>(GrainKeys.SignInAddress(request.Address));
            if (await address.EnterAsync(request.AddressCodesPerHour) is { } free)
            {
                return (CodeSending.AddressTooBusy, free);
            }
        }

        var gate = await GrainFactory.GetGrain<ISignInGateGrain>(GrainKeys.SignInGate).EnterAsync(caller.KnownDevice, isNew);
        return gate.State switch
        {
            SignInGateState.Open => (CodeSending.Sent, now),
            SignInGateState.WorkExpected => (CodeSending.WorkExpected, now),
            _ => (CodeSending.BudgetSpent, gate.NextAt),
        };
    }

    /// <summary>
    /// The owner is saved before the subscriber is made, so that a number can't be registered twice; the challenge ends
    /// last, so that the same code completes what an outage has cut short.
    /// </summary>
    private async Task<SignInVerdict> SignInAsync(RegistrationDetails details, string? device, string? challengeId)
    {
        if (Record!.Owner is not { } present || (present.Registered && !await SubscriberOf(present).ReturnAsync()))
        {
            await SaveAsync(Record.GiveTo(ids.Next()));
        }

        var owner = Record!.Owner!;
        if (!owner.Registered)
        {
            var kind = await directory.FindKindAsync(Phone, CancellationToken.None);
            await SubscriberOf(owner).RegisterAsync(new Registration(Phone, kind, details.Locale, details.Email, details.ReferralCode));
        }

        var signIns = GrainFactory.GetGrain<ISignInsGrain>(GrainKeys.SignIns(owner.SubscriberId));
        var session = await signIns.StartAsync(ids.Next(), device);

        // Leaving at the same moment may have ended the sign-ins just before this one began: it is undone, or this one ends as well.
        if (owner.Registered && !await SubscriberOf(owner).ReturnAsync())
        {
            await signIns.EndAsync(session.SessionId);
            return new SignInVerdict(CodeCheck.Ended);
        }

        await SaveAsync(Record.SignedIn(challengeId));
        var deviceToken = Devices.Make(ids.Next(), Phone, owner.SubscriberId);
        return new SignInVerdict(CodeCheck.Right, Session: session, Registered: !owner.Registered, DeviceToken: deviceToken);
    }

    private ISubscriberEventsGrain SubscriberOf(PhoneOwner owner) =>
        GrainFactory.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(owner.SubscriberId));

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in code to {Phone} could not be sent")]
    private partial void LogNotSent(Exception failure, Phone phone);
}
