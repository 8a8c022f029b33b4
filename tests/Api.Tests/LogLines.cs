using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Cashback.Api.Tests;

/// <summary>Keeps what is logged, exceptions included, as the console's own formatter writes it.</summary>
public sealed class LogLines
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    /// <param name="services">Of the host whose console formatter is to be used.</param>
    public ILoggerProvider Through(IServiceProvider services) => new Provider(_lines, services);

    private sealed class Provider(ConcurrentQueue<string> lines, IServiceProvider services) : ILoggerProvider
    {
        private readonly Lazy<ConsoleFormatter> _formatter = new(() =>
            services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == "masked"));

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines, _formatter);

        public void Dispose()
        {
        }
    }

    private sealed class Logger(string category, ConcurrentQueue<string> lines, Lazy<ConsoleFormatter> console) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var line = new StringWriter();
            console.Value.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), null, line);
            lines.Enqueue(line.ToString());
        }
    }
}
