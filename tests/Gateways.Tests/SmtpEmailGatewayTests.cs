using Cashback.Messages;
using Cashback.Support;
using Microsoft.Extensions.Hosting;
using MimeKit;

namespace Cashback.Gateways.Tests;

public sealed class SmtpEmailGatewayTests
{
    private static readonly Letter Certificate = new("anna@example.ru", "Ваш сертификат", "Код: ABCD-1234\nСумма: 5000 бонусов\n.\nСпасибо!");

    [Fact]
    public async Task Letter_arrives_as_it_was_written_with_an_id_of_its_own()
    {
        await using var server = SmtpServer.Start();
        using var host = HostOf(server);

        await SendAsync(host, "01J-1");
        await SendAsync(host, "01J-2");

        var (first, second) = (server.Mails.First(), server.Mails.Last());
        Assert.Equal(("anna@example.ru", "Ваш сертификат"), (((MailboxAddress)first.Message.To[0]).Address, first.Message.Subject));
        Assert.Equal(Certificate.Text, first.Message.TextBody!.ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Equal("\"Кешбэк\" <cashback@example.ru>", first.Message.From[0].ToString(), ignoreCase: false);
        Assert.Contains("anna@example.ru", first.To, StringComparison.Ordinal);
        Assert.EndsWith("@example.ru", first.Message.MessageId, StringComparison.Ordinal);
        Assert.NotEqual(first.Message.MessageId, second.Message.MessageId);
    }

    [Fact]
    public async Task Letter_sent_again_after_a_lost_answer_has_the_same_id()
    {
        await using var server = SmtpServer.Start();
        server.LosesAnswers = true;
        using var host = HostOf(server);

        Assert.Equal(SendingFault.Unreachable, await FaultAsync(host));
        server.LosesAnswers = false;
        await SendAsync(host, "01J-1");

        Assert.Equal(2, server.Mails.Count);
        Assert.Single(server.Mails.Select(mail => mail.Message.MessageId).Distinct());
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such mailbox", SendingFault.Refused)]
    [InlineData(".", "554 5.7.1 refused", SendingFault.Refused)]
    [InlineData("RCPT", "450 4.2.1 greylisted, come again", SendingFault.Unreachable)]
    [InlineData(".", "451 4.3.0 try later", SendingFault.Unreachable)]
    [InlineData("MAIL", "553 5.1.8 this sender is not yours", SendingFault.Unreachable)]
    public async Task Answer_of_the_server_tells_whether_to_try_again(string command, string answer, SendingFault fault)
    {
        await using var server = SmtpServer.Start();
        server.Answer(command, answer);
        using var host = HostOf(server);

        Assert.Equal(fault, await FaultAsync(host));
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_unreachable_and_one_that_is_silent_is_given_up_on()
    {
        var server = SmtpServer.Start();
        using var host = HostOf(server);
        server.Hangs = true;
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Get<IEmailGateway>().SendAsync("01J-1", Certificate, patience.Token));

        await server.DisposeAsync();
        Assert.Equal(SendingFault.Unreachable, await FaultAsync(host));
    }

    [Fact]
    public async Task Login_is_made_before_anything_is_sent_and_a_wrong_one_is_the_accounts_fault()
    {
        await using var server = SmtpServer.StartWithAccount("cashback:p@ss word");
        using var host = HostOf(server, "cashback", "p@ss word");
        using var wrong = HostOf(server, "cashback", "x");

        await SendAsync(host, "01J-1");

        Assert.Equal("cashback:p@ss word", Assert.Single(server.Mails).Login);
        Assert.Equal(SendingFault.Account, await FaultAsync(wrong));
        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task With_start_tls_nothing_goes_over_a_connection_that_is_not_encrypted()
    {
        await using var server = SmtpServer.Start();
        using var host = HostOf(server, security: "startTls");

        Assert.Equal(SendingFault.Unreachable, await FaultAsync(host));
        Assert.DoesNotContain(server.Said, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Certificate_that_nobody_vouches_for_is_not_believed()
    {
        await using var server = SmtpServer.StartWithTls();
        using var host = HostOf(server, security: "startTls");

        Assert.Equal(SendingFault.Unreachable, await FaultAsync(host));
        Assert.Contains("STARTTLS", server.Said);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Address_that_would_add_a_header_or_a_recipient_is_refused()
    {
        await using var server = SmtpServer.Start();
        using var host = HostOf(server);

        foreach (var address in new[] { "a@example.ru\r\nBcc: b@example.ru", "a@example.ru, b@example.ru", "" })
        {
            var refusal = await Assert.ThrowsAsync<SendingException>(
                () => host.Get<IEmailGateway>().SendAsync("01J-1", Certificate with { To = address }, CancellationToken.None));
            Assert.Equal(SendingFault.Refused, refusal.Fault);
        }

        Assert.Empty(server.Mails);
    }

    private static Task SendAsync(IHost host, string id) => host.Get<IEmailGateway>().SendAsync(id, Certificate, CancellationToken.None);

    private static async Task<SendingFault> FaultAsync(IHost host) =>
        (await Assert.ThrowsAsync<SendingException>(() => SendAsync(host, "01J-1"))).Fault;

    private static IHost HostOf(SmtpServer server, string? login = null, string? password = null, string security = "none") =>
        GatewayHost.Build(
        "Development",
        [
            ("Cashback:Smtp:Host", "127.0.0.1"),
            ("Cashback:Smtp:Port", $"{server.Port}"),
            ("Cashback:Smtp:Security", security),
            ("Cashback:Smtp:From", "Кешбэк <cashback@example.ru>"),
            ("Cashback:Smtp:Login", login ?? ""),
            ("Cashback:Smtp:Password", password ?? ""),
        ]);
}
