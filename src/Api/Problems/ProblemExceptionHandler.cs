using Microsoft.AspNetCore.Diagnostics;

namespace Cashback.Api.Problems;

/// <summary>
/// Exceptions as answers: unreadable input is the caller's 400, an outage a 503 to repeat, all else a 500 that tells nothing.
/// </summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.Response.HasStarted)
        {
            return false;
        }

        if (exception is BadHttpRequestException { StatusCode: 400 } unreadable)
        {
            await Problem.Invalid(UnreadableRequest.Errors(unreadable)).ExecuteAsync(context);
            return true;
        }

        // The server's reader of chunks counts in 31 bits, and a size beyond them is no bad request to it.
        if (exception is IOException { InnerException: OverflowException })
        {
            await StatusProblems.Of(StatusCodes.Status400BadRequest).ExecuteAsync(context);
            return true;
        }

        context.Response.StatusCode = StatusOf(context, exception);
        await StatusProblems.WriteAsync(context);
        return true;
    }

    private int StatusOf(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException refused:
                return refused.StatusCode;
            case OperationCanceledException or IOException when context.RequestAborted.IsCancellationRequested:
                return 408;
        }

        var route = (context.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(none)";
        if (Outage.Is(exception))
        {
            LogOutage(exception, context.Request.Method, route);
            return 503;
        }

        LogBug(exception, context.Request.Method, route);
        return 500;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Route} was answered 503: the store or the cluster can't be reached")]
    private partial void LogOutage(Exception exception, string method, string route);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed")]
    private partial void LogBug(Exception exception, string method, string route);
}
