using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Cashback.Silo.Logging;

public static class MaskedConsoleExtensions
{
    /// <summary>The only place that logs go to: the console, as lines of JSON (as text in Development), with phone numbers hidden.</summary>
    public static void AddMaskedConsole(this IHostApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.FormatterName = MaskedConsole.FormatterName);
        builder.Logging.AddConsoleFormatter<MaskedConsole, ConsoleFormatterOptions>();
        builder.Services.Configure<SimpleConsoleFormatterOptions>(text => text.SingleLine = true);
        builder.Services.Configure<JsonConsoleFormatterOptions>(json => json.UseUtcTimestamp = true);
    }
}

/// <summary>Another formatter's lines, with phone numbers hidden.</summary>
internal sealed class MaskedConsole(IServiceProvider services, IHostEnvironment environment) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "masked";

    // Looked up late: this formatter is one of those that are asked for.
    private readonly Lazy<ConsoleFormatter> _inner = new(() => services.GetServices<ConsoleFormatter>().First(formatter =>
        formatter.Name == (environment.IsDevelopment() ? ConsoleFormatterNames.Simple : ConsoleFormatterNames.Json)));

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using var line = new StringWriter();
        _inner.Value.Write(logEntry, scopeProvider, line);
        textWriter.Write(NumberMask.Of(line.ToString()));
    }
}
