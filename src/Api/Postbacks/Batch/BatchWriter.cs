using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;

namespace Cashback.Api.Postbacks;

/// <summary>
/// Writes the answers of a batch in the order of its lines, each as soon as it and those before it are known. A client
/// that does not read holds it up, and with it the reading of further lines.
/// </summary>
internal sealed class BatchWriter(PipeWriter body, ChannelReader<Task<BatchAnswer>> answers)
{
    private const int FlushAt = 16 * 1024;

    // Answers are read by programmes only; escaped, Russian texts would take three times the room.
    private static readonly JsonSerializerOptions Readable =
        new(BatchJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonTypeInfo<BatchAnswer> Answer = new BatchJson(Readable).BatchAnswer;

    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var json = new Utf8JsonWriter(body);
        while (true)
        {
            if (!answers.TryRead(out var answer))
            {
                await FlushAsync(cancellation);
                if (!await answers.WaitToReadAsync(cancellation))
                {
                    return;
                }

                continue;
            }

            if (!answer.IsCompleted || body.UnflushedBytes > FlushAt)
            {
                await FlushAsync(cancellation);
            }

            JsonSerializer.Serialize(json, await answer, Answer);
            json.Reset();
            body.Write("\n"u8);
        }
    }

    private async ValueTask FlushAsync(CancellationToken cancellation)
    {
        if (body.UnflushedBytes > 0)
        {
            await body.FlushAsync(cancellation);
        }
    }
}
