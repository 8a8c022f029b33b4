using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cashback.Api.Tests.Documentation;

/// <summary>Each request in docs/http, sent from top to bottom as the files say, with the codes of the SMS and letters.</summary>
public sealed partial class HttpFilesTests
{
    private const string Undo = "undoCode";
    private const string EmailCode = "emailCode";
    private static readonly string[] Codes = ["code", "code2", "proofCode", Undo, EmailCode];

    /// <summary>What can't be known beforehand: whether an address waits for another code just then.</summary>
    private static readonly string[] MayBeRefused = ["/api/v1/me/email/code"];

    [Fact]
    public async Task Each_request_of_the_files_works()
    {
        await using var api = await TestApi.StartAsync("Cashback:Programme:UndoMinutes=10");
        foreach (var file in (string[])["subscriber", "partner", "operations", "point-of-sale"])
        {
            await SendAllAsync(api, HttpFile.Read(Path.Combine(Root(), "docs", "http", file + ".http")), file);
        }
    }

    private static async Task SendAllAsync(TestApi api, HttpFile file, string name)
    {
        Dictionary<string, JsonElement> answers = [];
        foreach (var request in file.Requests)
        {
            using var message = new HttpRequestMessage(HttpMethod.Parse(request.Method), await FillAsync(request.Url));
            if (request.Body is { } body)
            {
                message.Content = new StringContent(await FillAsync(body));
                message.Content.Headers.Remove("Content-Type");
            }

            foreach (var (header, value) in request.Headers)
            {
                var filled = await FillAsync(value);
                Assert.True(
                    message.Headers.TryAddWithoutValidation(header, filled)
                        || message.Content?.Headers.TryAddWithoutValidation(header, filled) is true,
                    $"{name}.http, {request.Title}: {header}");
            }

            using var response = await api.Client.SendAsync(message);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(
                response.IsSuccessStatusCode || MayBeRefused.Any(route => request.Url.EndsWith(route, StringComparison.Ordinal)),
                $"{name}.http, {request.Title}: {(int)response.StatusCode} {text}");
            if (request.Name is { } named)
            {
                answers[named] = JsonDocument.Parse(text).RootElement;
            }
        }

        async Task<string> FillAsync(string text)
        {
            var filled = text;
            foreach (var hole in Hole().Matches(text).Select(match => match.Groups["what"].Value).Distinct())
            {
                filled = filled.Replace($"{{{{{hole}}}}}", await ValueAsync(hole), StringComparison.Ordinal);
            }

            return filled;
        }

        async Task<string> ValueAsync(string hole) => hole switch
        {
            "host" => api.Address.ToString().TrimEnd('/'),
            "$datetime iso8601" => $"{await NowAsync(api):yyyy-MM-ddTHH:mm:ssZ}",
            "$localDatetime YYYY-MM-DD" => $"{await NowAsync(api):yyyy-MM-dd}",
            _ when Codes.Contains(hole) => await CodeAsync(api, hole, file.Variables["phone"]),
            _ when Answer().Match(hole) is { Success: true } match => Step().Matches(match.Groups["path"].Value).Aggregate(
                answers[match.Groups["name"].Value],
                (value, step) => step.Groups["field"] is { Success: true } field ? value.GetProperty(field.Value)
                    : value[int.Parse(step.Groups["index"].Value, null)]).ToString(),
            _ => file.Variables[hole],
        };
    }

    private static async Task<DateTimeOffset> NowAsync(TestApi api) =>
        JsonDocument.Parse(await api.Client.GetStringAsync("/dev/clock")).RootElement.GetProperty("now").GetDateTimeOffset();

    private static async Task<string> CodeAsync(TestApi api, string kind, string phone)
    {
        var all = JsonDocument.Parse(await api.Client.GetStringAsync("/dev/outbox")).RootElement.GetProperty("items").EnumerateArray()
            .Where(item => kind == EmailCode ? item.GetProperty("channel").GetString() == "email" : item.GetProperty("to").GetString() == phone)
            .Select(item => item.GetProperty("text").GetString()!);
        return all.Select(text => (kind == Undo ? UndoCode() : SixDigits()).Match(text)).First(match => match.Success).Value;
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Cashback.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"Cashback.sln lies in no folder above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(@"\{\{(?<what>[^}]+)\}\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^(?<name>\w+)\.response\.body\.\$(?<path>.+)$")]
    private static partial Regex Answer();

    [GeneratedRegex(@"\.(?<field>\w+)|\[(?<index>\d+)\]")]
    private static partial Regex Step();

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();

    [GeneratedRegex(@"(?<=: )[A-Z0-9]{8}\b")]
    private static partial Regex UndoCode();
}
