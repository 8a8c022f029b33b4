using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Cashback.Api.Tests;

/// <summary>
/// A POST over a bare connection: sends and reads as the test says, at once if need be, and stops half-way. (HttpClient
/// does not read an answer of HTTP/1.1 before it has sent the whole body.)
/// </summary>
internal sealed class RawRequest : IDisposable
{
    private readonly TcpClient _client = new();
    private NetworkStream _stream = null!;
    private StreamReader _reader = null!;
    private string _rest = "";

    public static async Task<RawRequest> ConnectAsync(TestApi api)
    {
        var request = new RawRequest();
        await request._client.ConnectAsync(api.Address.Host, api.Address.Port);
        request._stream = request._client.GetStream();
        request._reader = new StreamReader(request._stream, Encoding.Latin1);
        return request;
    }

    /// <summary>A request whose body comes in pieces, ended by <see cref="EndAsync"/>.</summary>
    public static async Task<RawRequest> PostAsync(TestApi api, string address, string type)
    {
        var request = await ConnectAsync(api);
        await request.WriteAsync($"POST {address} HTTP/1.1\r\nHost: test\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n");
        return request;
    }

    public Task WriteAsync(string text, CancellationToken cancellation = default) =>
        _stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation).AsTask();

    /// <summary>A piece of the body.</summary>
    public Task SendAsync(string text, CancellationToken cancellation = default) =>
        WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n"), cancellation);

    public Task EndAsync() => WriteAsync("0\r\n\r\n");

    /// <returns>The status, headers read over. Null: the connection ended without an answer.</returns>
    public async Task<int?> StatusAsync()
    {
        if (await LineAsync() is not { } status)
        {
            return null;
        }

        while (await LineAsync() is { Length: > 0 })
        {
        }

        return int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <returns>The next line of a chunked answer's body; null at its end, or that of the connection.</returns>
    public async Task<string?> ReadLineAsync()
    {
        while (true)
        {
            if (_rest.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end)
            {
                var line = _rest[..end];
                _rest = _rest[(end + 1)..];
                return line;
            }

            if (await LineAsync() is not { Length: > 0 } size
                || int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is not (> 0 and var length))
            {
                return null;
            }

            var piece = new char[length + 2];
            await _reader.ReadBlockAsync(piece);
            _rest += new string(piece, 0, length);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> LineAsync()
    {
        try
        {
            return await _reader.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
