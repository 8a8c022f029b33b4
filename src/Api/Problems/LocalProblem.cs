using Microsoft.AspNetCore.Mvc;

namespace Cashback.Api.Problems;

/// <summary>A problem whose texts are still in both languages. The members of its base are English until it is written.</summary>
internal sealed class LocalProblem : ProblemDetails
{
    public LocalProblem(int status, string name, LocalText detail, Dictionary<string, object?>? extensions)
    {
        (Status, Type, LocalTitle, LocalDetail) = (status, Problem.TypeOf(name), ProblemTitles.Of(name), detail);
        (Title, Detail) = (LocalTitle.En, detail.En);
        foreach (var (key, value) in extensions ?? [])
        {
            Extensions[key] = value;
        }
    }

    public LocalText LocalTitle { get; }

    public LocalText LocalDetail { get; }

    /// <summary>The problem as it goes to the caller.</summary>
    public ProblemDetails In(TextLanguage language)
    {
        var problem = new ProblemDetails
        {
            Status = Status,
            Type = Type,
            Title = LocalTitle.In(language),
            Detail = LocalDetail.In(language),
            Instance = Instance,
        };
        foreach (var (key, value) in Extensions)
        {
            problem.Extensions[key] = value switch
            {
                LocalText text => text.In(language),
                IDictionary<string, LocalText[]> errors => In(errors, language),
                _ => value,
            };
        }

        return problem;
    }

    public static Dictionary<string, string[]> In(IDictionary<string, LocalText[]> errors, TextLanguage language) =>
        errors.ToDictionary(error => error.Key, error => error.Value.Select(text => text.In(language)).ToArray());
}
