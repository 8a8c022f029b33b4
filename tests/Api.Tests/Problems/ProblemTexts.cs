namespace Cashback.Api.Tests.Problems;

/// <summary>What a problem tells a person, and in which language.</summary>
/// <param name="Texts">Title, detail, and all that is said of the fields.</param>
internal sealed record ProblemTexts(int Status, string Type, string? Language, IReadOnlyList<string> Fields, IReadOnlyList<string> Texts)
{
    public static async Task<ProblemTexts> ByAsync(HttpResponseMessage response)
    {
        Assert.InRange((int)response.StatusCode, 400, 599);
        var problem = await response.JsonAsync();
        var errors = problem.TryGetProperty("errors", out var named) ? named.EnumerateObject().ToList() : [];
        return new ProblemTexts(
            (int)response.StatusCode,
            problem.GetProperty("type").GetString()!,
            response.Content.Headers.ContentLanguage.SingleOrDefault(),
            [.. errors.Select(error => error.Name)],
            [
                problem.GetProperty("title").GetString()!, problem.GetProperty("detail").GetString()!,
                .. errors.SelectMany(error => error.Value.EnumerateArray()).Select(text => text.GetString()!),
            ]);
    }
}
