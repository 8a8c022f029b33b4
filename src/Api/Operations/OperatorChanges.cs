using Cashback.Api.Auth;

namespace Cashback.Api.Operations;

/// <summary>On a route that changes nothing though it is a POST.</summary>
internal sealed record ReadsOnly
{
    public static ReadsOnly Instance { get; } = new();
}

/// <summary>Who changed what: one log line for each change that operations made. Not its content, which can hold a secret.</summary>
internal static partial class OperatorChanges
{
    /// <summary>A repetition that gets a kept answer changes nothing and is no line.</summary>
    public static RouteGroupBuilder LogChanges(this RouteGroupBuilder operations)
    {
        operations.AddEndpointFilter((invocation, next) =>
        {
            var http = invocation.HttpContext;
            if (!HttpMethods.IsGet(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<ReadsOnly>() is null)
            {
                http.Response.OnCompleted(() => LogIfChangedAsync(http));
            }

            return next(invocation);
        });
        return operations;
    }

    private static Task LogIfChangedAsync(HttpContext http)
    {
        if (http.Response.StatusCode < StatusCodes.Status300MultipleChoices)
        {
            var logger = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Cashback.Api.Operations.Changes");
            LogChange(logger, http.User.OperatorName(), http.Request.Method, http.Request.Path);
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} changed something: {Method} {Path}.")]
    private static partial void LogChange(ILogger logger, string opsKey, string method, string path);
}
