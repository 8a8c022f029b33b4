using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Cashback.Api.Problems;
using Cashback.Networks;

namespace Cashback.Api.Postbacks;

/// <summary>
/// Takes a batch in, one message a line, any number of lines in bounded memory: so many at a time, those about one order
/// line one after the other, answered in order.
/// </summary>
internal sealed partial class PostbackBatch(
    PostbackIntake intake, ArrivalClock arrivals, PartnerLimits limits, IHostApplicationLifetime lifetime, ILogger<PostbackBatch> logger)
{
    private const int AtOnce = 64;

    /// <summary>So many lines in a row that could not be made durable, and the rest need not be tried.</summary>
    private const int RetriesMax = AtOnce;

    /// <summary>Order lines whose messages have to wait for the sender to repeat them; remembered for the batch's life.</summary>
    private const int HeldMax = 10_000;

    private static readonly LocalText TooLong = new(
        $"A line is at most {MessageParameters.BytesMax} bytes.", $"Строка не может быть длиннее {MessageParameters.BytesMax} байт.");

    private static readonly LocalText Hopeless = new(
        "Too much could not be made durable. Send the lines answered retry, and those from this one on, again.",
        "Слишком много строк не удалось сохранить. Отправьте ещё раз строки с ответом retry и все строки начиная с этой.");

    private static readonly LocalText ShuttingDown = new(
        "Send the lines from this one on again.", "Отправьте ещё раз все строки начиная с этой.");

    private readonly BatchProgress _progress = new();

    /// <summary>Whether the network's batches wait for a store that is away.</summary>
    public bool IsStuck(string network) => _progress.IsStuck(network);

    /// <param name="lease">Given back as soon as no further line is read: what is under way then ends by itself.</param>
    /// <exception cref="Exception">The store is away and nothing was answered yet: the whole batch is to be sent again.</exception>
    public async Task RunAsync(NetworkDescription network, HttpContext context, IDisposable lease)
    {
        var cancellation = context.RequestAborted;
        var answers = Channel.CreateBounded<Task<BatchAnswer>>(
            new BoundedChannelOptions(AtOnce) { SingleReader = true, SingleWriter = true });
        using var work = new OrderedWork(AtOnce);
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var batch = new Batch(network, context, work, answers.Writer);
        var writing = WriteAsync(batch, answers.Reader, broken);
        try
        {
            await ReadAsync(batch, broken.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or (IOException and not BadHttpRequestException))
        {
            // The client has gone. What it sent is taken or not, as after any lost answer; it sends it again.
        }
        finally
        {
            lease.Dispose();
            answers.Writer.TryComplete();
            await work.DrainAsync();
            await writing;
        }

        if (batch.Outage is { } outage)
        {
            ExceptionDispatchInfo.Throw(outage);
        }
    }

    private static async Task WriteAsync(Batch batch, ChannelReader<Task<BatchAnswer>> answers, CancellationTokenSource broken)
    {
        try
        {
            // An outage that the first line meets is told by the status of the answer, not line by line.
            if (await answers.WaitToReadAsync(broken.Token) && answers.TryPeek(out var first) && (await first).Result == BatchAnswer.Retry
                && batch.TryGiveUp())
            {
                await broken.CancelAsync();
                return;
            }

            await new BatchWriter(batch.Context.Response.BodyWriter, answers).RunAsync(broken.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            await broken.CancelAsync();
        }
    }

    private async Task ReadAsync(Batch batch, CancellationToken cancellation)
    {
        var body = batch.Context.Request.BodyReader;
        var lines = new NdjsonReader(body, MessageParameters.BytesMax);
        await using var stop = lifetime.ApplicationStopping.Register(body.CancelPendingRead);
        BatchAnswer? last = null;
        try
        {
            while (await NextAsync(batch, lines, cancellation) is { } line)
            {
                var answer = line.Text is null
                    ? Task.FromResult(BatchAnswer.Invalid(line.Number, "body", TooLong, batch.Language))
                    : await StartAsync(batch, line.Number, line.Text, cancellation);
                await batch.Answers.WriteAsync(answer, cancellation);
            }

            last = Why(batch, lines.Next);
        }
        catch (BadHttpRequestException slow) when (lines.Next > 1)
        {
            // Too slow, or cut off: what was read is answered all the same.
            last = BatchAnswer.Stopped(
                lines.Next,
                slow.StatusCode == 408 ? "request-too-slow" : "invalid-request",
                new("The body did not come in full.", "Тело запроса пришло не полностью."),
                batch.Language);
        }

        if (last is not null)
        {
            await batch.Answers.WriteAsync(Task.FromResult(last), cancellation);
        }
    }

    private async ValueTask<NdjsonLine?> NextAsync(Batch batch, NdjsonReader lines, CancellationToken cancellation)
    {
        while (limits.Line(batch.Network.Id) is { } wait)
        {
            await Task.Delay(wait, cancellation);
        }

        return lifetime.ApplicationStopping.IsCancellationRequested || batch.IsHopeless ? null : await lines.ReadAsync(cancellation);
    }

    // Null: all was read.
    private BatchAnswer? Why(Batch batch, long next) =>
        batch.IsHopeless
            ? BatchAnswer.Stopped(next, "store-unavailable", Hopeless, batch.Language)
            : lifetime.ApplicationStopping.IsCancellationRequested
                ? BatchAnswer.Stopped(next, "shutting-down", ShuttingDown, batch.Language)
                : null;

    private async Task<Task<BatchAnswer>> StartAsync(Batch batch, long line, byte[] text, CancellationToken cancellation)
    {
        // Each line arrives by itself: a batch can be hours long.
        var receivedAt = arrivals.Next();
        var reader = intake.ReaderOf(batch.Network);
        var parameters = MessageContent.ReadLine(reader, text);
        var reading = reader.Read(parameters, receivedAt);
        var key = reading is Reading.Order order ? $"{order.StoreId}:{order.Report.LineId}" : null;
        return await batch.Work.AddAsync(key, () => AnswerAsync(batch, line, parameters, reading, receivedAt, key), cancellation);
    }

    private async Task<BatchAnswer> AnswerAsync(
        Batch batch, long line, MessageParameters parameters, Reading reading, DateTimeOffset receivedAt, string? key)
    {
        if (key is not null && batch.IsHeld(key))
        {
            return new BatchAnswer(line, BatchAnswer.Retry);
        }

        var succeeded = false;
        _progress.Started(batch.Network.Id);
        try
        {
            while (true)
            {
                switch (await intake.TakeAsync(batch.Network, parameters, reading, receivedAt))
                {
                    case PostbackResult.Invalid invalid:
                        succeeded = true;
                        return BatchAnswer.Invalid(line, invalid.Parameter, invalid.Why, batch.Language);
                    case PostbackResult.Limited limited:
                        succeeded = true;
                        await Task.Delay(limited.RetryAfter, batch.Context.RequestAborted);
                        continue;
                    case PostbackResult.QuarantineFull:
                        succeeded = true;
                        batch.Hold(key);
                        return BatchAnswer.Full(line, batch.Language);
                    case PostbackResult.Taken taken:
                        succeeded = true;
                        batch.Succeeded();
                        return BatchAnswer.Of(line, taken.Answer);
                }
            }
        }
#pragma warning disable CA1031 // One line that fails must not take the others with it; whatever went wrong, it is to be sent again.
        catch (Exception e)
        {
            succeeded = false;
            if (batch.Failed(key, e) == 1)
            {
                LogFailed(e, batch.Network.Id, Outage.Is(e) ? "the store or the cluster can't be reached" : "a bug");
            }

            return new BatchAnswer(line, BatchAnswer.Retry);
        }
#pragma warning restore CA1031
        finally
        {
            _progress.Ended(batch.Network.Id, succeeded);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lines of a batch of {Network} are to be sent again: {Cause}")]
    private partial void LogFailed(Exception exception, string network, string cause);

    /// <summary>What the lines of one batch share.</summary>
    private sealed class Batch(NetworkDescription network, HttpContext context, OrderedWork work, ChannelWriter<Task<BatchAnswer>> answers)
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> _held = new(StringComparer.Ordinal);
        private int _retriesInRow;
        private Exception? _firstFailure;

        public NetworkDescription Network => network;

        public HttpContext Context => context;

        /// <summary>In which the sender is told what is wrong with a line.</summary>
        public TextLanguage Language { get; } = context.ChooseLanguage();

        public OrderedWork Work => work;

        public ChannelWriter<Task<BatchAnswer>> Answers => answers;

        public bool IsHopeless => Volatile.Read(ref _retriesInRow) >= RetriesMax || _held.Count >= HeldMax;

        /// <summary>An earlier message about the order line has to be sent again, so this one must not overtake it.</summary>
        public bool IsHeld(string key) => _held.ContainsKey(key);

        public void Succeeded() => Volatile.Write(ref _retriesInRow, 0);

        /// <summary>The outage for which the batch was given up before anything was answered.</summary>
        public Exception? Outage { get; private set; }

        /// <summary>Whether it was an outage that the first line met.</summary>
        public bool TryGiveUp()
        {
            Outage = _firstFailure is { } failure && Problems.Outage.Is(failure) ? failure : null;
            return Outage is not null;
        }

        public int Failed(string? key, Exception failure)
        {
            _firstFailure ??= failure;
            Hold(key);
            return Interlocked.Increment(ref _retriesInRow);
        }

        public void Hold(string? key)
        {
            if (key is not null)
            {
                _held[key] = true;
            }
        }
    }
}
