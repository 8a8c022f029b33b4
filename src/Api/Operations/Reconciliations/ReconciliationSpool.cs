using Cashback.Api.Facade;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Operations;

/// <summary>
/// Keeps an uploaded report on disk while a run reads it. The file has no name any more once it is open: it goes with the
/// process.
/// </summary>
public sealed class ReconciliationSpool(IOptions<FacadeSettings> settings, IdSource ids)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>The whole body; nothing is left behind if the sender stops in the middle.</summary>
    internal async Task<Stream> TakeAsync(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = settings.Value.ReportSizeMax;
        }

        var path = Path.Combine(settings.Value.SpoolFolder ?? Path.GetTempPath(), $"cashback-report-{ids.Next()}.csv");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = BufferSize,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        try
        {
            File.Delete(path);
            await request.Body.CopyToAsync(file, BufferSize, request.HttpContext.RequestAborted);
            await file.FlushAsync(request.HttpContext.RequestAborted);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
