using Cashback.Api.Problems;
using Cashback.Silo.Development;
using Cashback.Gateways;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Development;

/// <param name="By">A duration of ISO 8601 in weeks, days, hours, minutes, seconds: <c>P31D</c>, <c>PT90M</c>.</param>
public sealed record AdvanceRequest(string By);

/// <param name="Now">What the programme's clock shows.</param>
public sealed record ClockBody(DateTimeOffset Now);

/// <summary>Messages that the sandbox gateways took, newest first.</summary>
public sealed record OutboxBody(IReadOnlyList<SandboxLetter> Items);

/// <summary>
/// The programme's clock and the messages sent, for trying things out. Only with the embedded default in Development:
/// nothing that can be configured brings them anywhere else.
/// </summary>
public static class DevelopmentEndpoints
{
    private static readonly TimeSpan AdvanceMax = TimeSpan.FromDays(400);

    public static WebApplication MapDevelopment(this WebApplication app)
    {
        // The driver exists only where the grains live in this process, on SQLite.
        if (!app.Environment.IsDevelopment() || app.Services.GetService<ClockDriver>() is not { } driver)
        {
            return app;
        }

        var outbox = app.Services.GetRequiredService<SandboxOutbox>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var development = app.MapGroup("/dev").WithTags("Development only");
        development.MapGet("/clock", () => new ClockBody(clock.GetUtcNow())).WithSummary("What the programme's clock shows.");
        development.MapPost("/clock/advance", (AdvanceRequest request, CancellationToken cancellation) =>
                AdvanceAsync(request, driver, clock, cancellation))
            .DisableRequestTimeout()
            .WithSummary("Moves the clock; answers when all that fell due on the way has been acted on.");
        development.MapGet("/outbox", (string? to) => new OutboxBody(outbox.List(AddressOf(to))))
            .WithSummary("The last 100 SMS and letters, newest first.");
        return app;
    }

    private static async Task<Results<Ok<ClockBody>, ProblemHttpResult>> AdvanceAsync(
        AdvanceRequest request, ClockDriver driver, TimeProvider clock, CancellationToken cancellation)
    {
        if (!IsoDuration.TryParse(request.By, out var by))
        {
            return Problem.Invalid("by", new(
                "A duration in weeks, days, hours, minutes and seconds is expected, for example P31D or PT90M.",
                "Нужна длительность в неделях, днях, часах, минутах и секундах, например P31D или PT90M."));
        }

        if (by <= TimeSpan.Zero || by > AdvanceMax)
        {
            return Problem.From(new Rejection(
                "invalid-duration", new(
                    "The clock moves forward only, and by at most 400 days at once.",
                    "Часы можно переводить только вперёд и не больше чем на 400 дней за раз."), RejectionKind.Unacceptable, "by"));
        }

        await driver.AdvanceAsync(by, cancellation);
        return TypedResults.Ok(new ClockBody(clock.GetUtcNow()));
    }

    // A number whose plus was not escaped arrives with a space instead.
    private static string? AddressOf(string? to) => Phone.TryParse(to, out var phone, out _) ? phone.E164 : to?.Trim();
}
