using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace Cashback.Support;

public sealed record Mail(string From, string To, MimeMessage Message, bool Encrypted, string? Login);

/// <summary>A mail server: speaks SMTP over real sockets, with STARTTLS and logins where it is told to, and keeps what it takes.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, string> _answers = [];
    private readonly Task _accepting;

    private SmtpServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public ConcurrentQueue<Mail> Mails { get; } = new();

    /// <summary>All that clients said, line by line.</summary>
    public ConcurrentQueue<string> Said { get; } = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool OffersTls { get; init; }

    public X509Certificate2? Certificate { get; init; }

    /// <summary>Login and password, parted by a colon; null: none is asked for.</summary>
    public string? Account { get; init; }

    /// <summary>The connection ends instead of the answer to the letter.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Nobody answers; the connection stays.</summary>
    public bool Hangs { get; set; }

    public static SmtpServer Start() => new();

    public static SmtpServer StartWithTls() => new() { OffersTls = true, Certificate = MakeCertificate() };

    public static SmtpServer StartWithAccount(string account) => new() { Account = account };

    /// <summary>The answer to a command (<c>RCPT</c>, <c>DATA</c>, <c>.</c> for the letter's end) instead of the usual one.</summary>
    public void Answer(string command, string? answer)
    {
        lock (_answers)
        {
            if (answer is null)
            {
                _answers.Remove(command);
            }
            else
            {
                _answers[command] = answer;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
        Certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (!_end.IsCancellationRequested)
            {
                sessions.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var closing = client;
        try
        {
            var session = new Session(this, client.GetStream());
            await session.RunAsync(_end.Token);
        }
        catch (Exception e)
            when (e is IOException or OperationCanceledException or SocketException
                or System.Security.Authentication.AuthenticationException)
        {
            // The client went, or did not like the certificate.
        }
    }

    private string AnswerTo(string command, string usual)
    {
        lock (_answers)
        {
            return _answers.GetValueOrDefault(command, usual);
        }
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private sealed class Session(SmtpServer server, Stream stream)
    {
        private Stream _stream = stream;
        private bool _encrypted;
        private string? _login;
        private string _from = "";
        private string _to = "";

        public async Task RunAsync(CancellationToken end)
        {
            if (server.Hangs)
            {
                await Task.Delay(Timeout.Infinite, end);
            }

            await SayAsync("220 localhost ready", end);
            while (await ReadLineAsync(end) is { } line)
            {
                server.Said.Enqueue(line);
                var command = line.Split(' ')[0].ToUpperInvariant();
                if (command == "QUIT")
                {
                    await SayAsync("221 bye", end);
                    return;
                }

                if (!await HandleAsync(command, line, end))
                {
                    return;
                }
            }
        }

        private async Task<bool> HandleAsync(string command, string line, CancellationToken end)
        {
            switch (command)
            {
                case "EHLO":
                    await SayAsync(
                        "250-localhost" + (server.OffersTls && !_encrypted ? "\r\n250-STARTTLS" : "")
                        + (server.Account is null ? "" : "\r\n250-AUTH PLAIN") + "\r\n250 SIZE 1000000",
                        end);
                    return true;
                case "STARTTLS":
                    await SayAsync("220 go on", end);
                    var tls = new SslStream(_stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = server.Certificate }, end);
                    (_stream, _encrypted) = (tls, true);
                    return true;
                case "AUTH":
                    _login = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])).Replace('\0', ':').Trim(':');
                    await SayAsync(_login == server.Account ? "235 welcome" : "535 5.7.8 wrong", end);
                    return true;
                case "MAIL":
                    _from = line;
                    await SayAsync(server.AnswerTo(command, "250 ok"), end);
                    return true;
                case "RCPT":
                    _to = line;
                    await SayAsync(server.AnswerTo(command, "250 ok"), end);
                    return true;
                case "DATA":
                    return await TakeAsync(end);
                default:
                    await SayAsync("250 ok", end);
                    return true;
            }
        }

        private async Task<bool> TakeAsync(CancellationToken end)
        {
            await SayAsync("354 go on", end);
            var lines = new List<string>();
            while (await ReadLineAsync(end) is { } line && line != ".")
            {
                lines.Add(line.StartsWith('.') ? line[1..] : line);
            }

            var answer = server.AnswerTo(".", "250 taken");
            if (answer.StartsWith('2'))
            {
                using var text = new MemoryStream(Encoding.Latin1.GetBytes(string.Join("\r\n", lines)));
                server.Mails.Enqueue(new Mail(_from, _to, await MimeMessage.LoadAsync(text, end), _encrypted, _login));
            }

            if (server.LosesAnswers)
            {
                return false;
            }

            await SayAsync(answer, end);
            return true;
        }

        private Task SayAsync(string answer, CancellationToken end) =>
            _stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), end).AsTask();

        private async Task<string?> ReadLineAsync(CancellationToken end)
        {
            var line = new List<byte>();
            var one = new byte[1];
            while (await _stream.ReadAsync(one, end) == 1)
            {
                if (one[0] == '\n')
                {
                    return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
                }

                line.Add(one[0]);
            }

            return null;
        }
    }
}
