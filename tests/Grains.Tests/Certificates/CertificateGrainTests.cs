using Cashback.Certificates;
using Cashback.Subscribers;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Certificates;

/// <summary>At the till: two records, one use.</summary>
public class CertificateGrainTests : IAsyncLifetime
{
    private const string SubscriberId = "01JDCERTS00000000000000000";
    private TestProgramme _programme = null!;
    private int _issued;

    protected virtual Database Database => Database.Sqlite;

    public async ValueTask InitializeAsync() => _programme = await TestProgramme.StartAsync(Database);

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Unknown_code_is_told_and_leaves_nothing()
    {
        var nobody = Certificate(Codes.Make().Hash);

        Assert.Null(await nobody.GetAsync());
        Assert.Equal("unknown-certificate", (await nobody.RedeemAsync(Request())).Rejection!.Type);
        Assert.Equal(0, _programme.Faults.WritesOf(StateNames.Certificate));
    }

    [Fact]
    public async Task Same_request_again_is_answered_as_the_first_time_and_any_other_is_refused()
    {
        var certificate = await IssueAsync();

        var first = await certificate.RedeemAsync(Request());
        await _programme.AdvanceAsync(TimeSpan.FromDays(1));
        certificate = await RestartAsync(certificate);

        Assert.Equal((5_000L, 9_990m), (first.Value!.Applied, first.Value.LeftToPay));
        Assert.Equal(first.Value, (await certificate.RedeemAsync(Request())).Value);
        Assert.Equal("certificate-used", (await certificate.RedeemAsync(Request("r2"))).Rejection!.Type);
        Assert.Equal("idempotency-key-reused", (await certificate.RedeemAsync(Request(device: "OTHER"))).Rejection!.Type);
        Assert.Equal(CertificateStatus.Used, (await certificate.GetAsync())!.Status);
    }

    [Fact]
    public async Task Of_tills_at_the_same_moment_one_wins()
    {
        var certificate = await IssueAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(till => certificate.RedeemAsync(Request($"r{till}", $"DEVICE-{till}"))));

        Assert.Single(answers, answer => answer.Accepted);
        Assert.Equal(19, answers.Count(answer => answer.Rejection?.Type == "certificate-used"));
    }

    [Fact]
    public async Task Of_certificates_for_one_device_at_the_same_moment_one_wins()
    {
        var certificates = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => IssueAsync()));

        var answers = await Task.WhenAll(certificates.Select((certificate, till) => certificate.RedeemAsync(Request($"r{till}"))));

        Assert.Single(answers, answer => answer.Accepted);
        Assert.Equal(9, answers.Count(answer => answer.Rejection is { Type: "device-has-certificate", Field: "deviceId" }));
        var states = await Task.WhenAll(certificates.Select(certificate => certificate.GetAsync()));
        Assert.Single(states, state => state!.Status == CertificateStatus.Used);
    }

    [Fact]
    public async Task Certificate_refused_for_a_device_can_be_used_for_another()
    {
        await (await IssueAsync()).RedeemAsync(Request());
        var second = await IssueAsync();

        Assert.Equal("device-has-certificate", (await second.RedeemAsync(Request("r2"))).Rejection!.Type);
        Assert.True((await second.RedeemAsync(Request("r3", "OTHER"))).Accepted);
    }

    [Theory]
    [InlineData(StateNames.Certificate, FaultPoint.BeforeCommit, 1)]
    [InlineData(StateNames.Certificate, FaultPoint.AfterCommit, 1)]
    [InlineData(StateNames.CertificateDevice, FaultPoint.BeforeCommit, 1)]
    [InlineData(StateNames.CertificateDevice, FaultPoint.AfterCommit, 1)]
    [InlineData(StateNames.Certificate, FaultPoint.BeforeCommit, 2)]
    [InlineData(StateNames.Certificate, FaultPoint.AfterCommit, 2)]
    public async Task Request_that_failed_at_any_write_is_completed_by_the_same_again(string state, FaultPoint point, int write)
    {
        var certificate = await IssueAsync();
        _programme.Faults.FailWrite(state, point, write);

        await Assert.ThrowsAnyAsync<Exception>(() => certificate.RedeemAsync(Request()));
        Assert.False(_programme.Faults.Pending);
        certificate = await RestartAsync(certificate);
        var again = await certificate.RedeemAsync(Request());

        Assert.Equal((5_000L, 9_990m), (again.Value!.Applied, again.Value.LeftToPay));
        Assert.Equal("device-has-certificate", (await (await IssueAsync()).RedeemAsync(Request("r2"))).Rejection!.Type);
    }

    [Theory]
    [InlineData(StateNames.CertificateDevice, FaultPoint.AfterCommit, 1)]
    [InlineData(StateNames.Certificate, FaultPoint.BeforeCommit, 2)]
    public async Task Request_that_failed_and_never_came_again_frees_certificate_and_device(string state, FaultPoint point, int write)
    {
        var certificate = await IssueAsync();
        _programme.Faults.FailWrite(state, point, write);
        await Assert.ThrowsAnyAsync<Exception>(() => certificate.RedeemAsync(Request()));

        await _programme.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(CertificateStatus.Issued, (await certificate.GetAsync())!.Status);
        Assert.True((await (await IssueAsync()).RedeemAsync(Request("r2"))).Accepted);
        Assert.True((await certificate.RedeemAsync(Request("r3", "OTHER"))).Accepted);
    }

    [Fact]
    public async Task Another_till_does_not_wait_for_a_request_that_failed()
    {
        var certificate = await IssueAsync();
        _programme.Faults.FailWrite(StateNames.Certificate, FaultPoint.BeforeCommit, 2);
        await Assert.ThrowsAnyAsync<Exception>(() => certificate.RedeemAsync(Request()));

        Assert.True((await certificate.RedeemAsync(Request("r2", "OTHER"))).Accepted);
        Assert.Equal("certificate-used", (await certificate.RedeemAsync(Request())).Rejection!.Type);
        Assert.True((await (await IssueAsync()).RedeemAsync(Request("r3"))).Accepted);
    }

    [Theory]
    [InlineData(StateNames.Subscriber, FaultPoint.BeforeCommit, 1)]
    [InlineData(StateNames.Subscriber, FaultPoint.AfterCommit, 1)]
    [InlineData(StateNames.Certificate, FaultPoint.BeforeCommit, 1)]
    public async Task Owner_learns_once_that_it_was_used_whichever_write_fails(string state, FaultPoint point, int write)
    {
        var subscriber = _programme.Grains.GetGrain<ISubscriberAccountGrain>(GrainKeys.Subscriber(SubscriberId));
        await _programme.Grains.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(SubscriberId)).RegisterAsync(
            new Registration(new Phone("+79161234567"), SubscriberKind.Guest, "en"));
        var certificate = await IssueAsync();
        await certificate.RedeemAsync(Request());
        _programme.Faults.FailWrite(state, point, write);

        await _programme.AdvanceAsync(TimeSpan.FromMinutes(30));

        Assert.False(_programme.Faults.Pending);
        var history = (await subscriber.GetHistoryAsync(null, 100, new("certificate")))!.Items;
        Assert.Equal(("c1", "It paid 5000 RUB of a purchase"), (Assert.Single(history).CertificateId, history[0].Reason));
    }

    private CertificateCodes Codes => _programme.Services.GetRequiredService<CertificateCodes>();

    private ICertificateGrain Certificate(string hash) => _programme.Grains.GetGrain<ICertificateGrain>(GrainKeys.Certificate(hash));

    private async Task<ICertificateGrain> RestartAsync(ICertificateGrain certificate)
    {
        var key = certificate.GetPrimaryKeyString();
        await _programme.RestartAsync();
        return _programme.Grains.GetGrain<ICertificateGrain>(key);
    }

    private async Task<ICertificateGrain> IssueAsync()
    {
        var certificate = Certificate(Codes.Make().Hash);
        await certificate.IssueAsync(new CertificateIssue($"c{Interlocked.Increment(ref _issued)}", SubscriberId, 5_000, _programme.Now));
        return certificate;
    }

    private static RedemptionRequest Request(string id = "r1", string device = "DEVICE") => new(id, "shop", 14_990, device, "R-1");
}
