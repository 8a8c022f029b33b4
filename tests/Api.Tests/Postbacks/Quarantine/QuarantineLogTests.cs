using Cashback.Api.Postbacks;
using Microsoft.Extensions.Logging;

namespace Cashback.Api.Tests.Postbacks;

public sealed class QuarantineLogTests
{
    [Fact]
    public void Messages_of_a_minute_are_two_lines_for_each_network_and_reason()
    {
        var clock = new Minutes();
        var lines = new Lines();
        using var log = new QuarantineLog(lines, clock);
        for (var n = 0; n < 1_000; n++)
        {
            log.Add("admitad", "unknown-click", $"id{n}");
        }

        log.Add("awin", "unknown-store", "id");
        Assert.Equal(
            ["A message of admitad is in quarantine (unknown-click): id0.", "A message of awin is in quarantine (unknown-store): id."], lines);

        lines.Clear();
        clock.Pass();
        Assert.Equal(["999 more messages of admitad went to quarantine (unknown-click) in the last minute."], lines);

        lines.Clear();
        log.Add("admitad", "unknown-click", "late");
        Assert.Single(lines);
    }

    private sealed class Lines : List<string>, ILogger<QuarantineLog>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(formatter(state, exception));
    }

    /// <summary>A clock whose minute passes when told to.</summary>
    private sealed class Minutes : TimeProvider
    {
        private readonly List<Action> _due = [];

        public void Pass()
        {
            foreach (var act in _due.ToList())
            {
                act();
            }

            _due.Clear();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(TimeSpan.FromMinutes(1), dueTime);
            _due.Add(() => callback(state));
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
