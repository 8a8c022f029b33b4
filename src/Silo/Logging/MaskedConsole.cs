using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Cashback.Silo.Logging;

public static class MaskedConsoleExtensions
{
    /// <summary>The only log output: the console, as lines of JSON (as text in Development), with phone numbers masked.</summary>
    public static void AddMaskedConsole(this IHostApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.FormatterName = MaskedConsole.FormatterName);
        builder.Logging.AddConsoleFormatter<MaskedConsole, ConsoleFormatterOptions>();
        builder.Services.Configure<SimpleConsoleFormatterOptions>(text => text.SingleLine = true);
        builder.Services.Configure<JsonConsoleFormatterOptions>(json => json.UseUtcTimestamp = true);
    }
}

/// <summary>Masks phone numbers in the lines of another formatter.</summary>
internal sealed class MaskedConsole(IServiceProvider services, IHostEnvironment environment) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "masked";

    // Resolved lazily: this formatter is itself one of the registered ones.
    private readonly Lazy<ConsoleFormatter> _inner = new(() => services.GetServices<ConsoleFormatter>().First(formatter =>
        formatter.Name == (environment.IsDevelopment() ? ConsoleFormatterNames.Simple : ConsoleFormatterNames.Json)));

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using var line = new StringWriter();
        _inner.Value.Write(logEntry, scopeProvider, line);
        textWriter.Write(NumberMask.Of(line.ToString()));
    }
}
