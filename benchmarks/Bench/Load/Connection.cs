using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cashback.Benchmarks.Load;

/// <summary>One connection of a network: sends a message, waits for its answer, sends the next.</summary>
internal sealed class Connection(IPEndPoint server) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    public Task OpenAsync() => _socket.ConnectAsync(server);

    /// <returns>The whole answer, valid until the next call.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> SendAsync(byte[] request)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await _socket.SendAsync(request.AsMemory(sent));
        }

        var length = 0;
        while (!IsWhole(_buffer.AsSpan(0, length)))
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            length += read > 0 ? read : throw new InvalidOperationException("The service closed the connection.");
        }

        return _buffer.AsMemory(0, length);
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var length = answer[..head].IndexOf("Content-Length: "u8);
        if (length < 0)
        {
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        }

        var digits = answer[(length + 16)..head];
        var end = digits.IndexOf((byte)'\r');
        return answer.Length >= head + 4 + int.Parse(Encoding.ASCII.GetString(end < 0 ? digits : digits[..end]), null);
    }
}

/// <summary>What a connection measured.</summary>
internal sealed class Samples(int capacity)
{
    private readonly List<long> _ticks = new(capacity);

    public int Applied { get; private set; }

    public int Wrong { get; private set; }

    public string? FirstWrong { get; private set; }

    public IReadOnlyList<long> Ticks => _ticks;

    public void Add(long since, ReadOnlyMemory<byte> answer, bool applied)
    {
        _ticks.Add(Stopwatch.GetTimestamp() - since);
        var text = answer.Span;
        var good = text.StartsWith("HTTP/1.1 200"u8)
            && text.IndexOf(applied ? "\"result\":\"applied\""u8 : "\"result\":\"unchanged\""u8) >= 0;
        Applied += applied ? 1 : 0;
        if (!good)
        {
            Wrong++;
            FirstWrong ??= Encoding.UTF8.GetString(text);
        }
    }
}
