using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Cashback.Fuzz.Wire;

/// <param name="Fault">What is wrong with what came, whatever it says; null: nothing.</param>
/// <param name="Late">No answer within the bound.</param>
public sealed record Exchanged(WireRequest Request, IReadOnlyList<HttpAnswer> Answers, TimeSpan Took, string? Fault, bool Late);

/// <summary>Sends a request over a connection of its own and reads what comes.</summary>
internal static class Exchange
{
    public static async Task<Exchanged> SendAsync(Uri address, WireRequest request, TimeSpan bound)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port);

        // Gone at once when it is closed, so that long runs do not use up the ports.
        client.LingerState = new LingerOption(true, 0);
        using var over = new CancellationTokenSource(bound);
        var answers = new List<HttpAnswer>();
        var watch = Stopwatch.StartNew();
        try
        {
            var stream = client.GetStream();
            var sending = SendAsync(client, stream, request, over.Token);
            if (request.Ending is Ending.Reset)
            {
                await sending;
                return new Exchanged(request, answers, watch.Elapsed, null, Late: false);
            }

            var reader = new AnswerReader(stream);
            foreach (var method in request.Methods)
            {
                if (await reader.ReadAsync(method, over.Token) is not { } answer)
                {
                    break;
                }

                answers.Add(answer);
                over.CancelAfter(bound);
                if (answer.EndsConnection)
                {
                    break;
                }
            }

            var whole = answers.Count == request.Methods.Count
                || answers.LastOrDefault()?.EndsConnection is true
                || request.Ending is not Ending.Whole;
            return new Exchanged(request, answers, watch.Elapsed, whole ? null : "The connection ended without an answer.", Late: false);
        }
        catch (OperationCanceledException)
        {
            return new Exchanged(request, answers, watch.Elapsed, null, Late: true);
        }
        catch (MalformedAnswerException malformed)
        {
            // Whoever has said that nothing follows counts as gone, and an answer under way may end.
            var tolerated = malformed is CutAnswerException && request.Ending is Ending.Broken or Ending.Cut;
            return new Exchanged(request, answers, watch.Elapsed, tolerated ? null : malformed.Message, Late: false);
        }
        catch (IOException reset)
        {
            return new Exchanged(request, answers, watch.Elapsed, request.Ending is Ending.Whole ? $"The connection was reset: {reset.Message}" : null, Late: false);
        }
    }

    private static async Task SendAsync(TcpClient client, NetworkStream stream, WireRequest request, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request.Text), cancellation);
            if (request.Ending is Ending.Cut or Ending.Broken)
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            // It was answered, or refused, before it was all there; what came is read all the same.
        }
    }
}
