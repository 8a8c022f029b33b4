using Cashback.Fuzz.Wire;

namespace Cashback.Fuzz;

/// <summary>Something that must not be: what, and the request that showed it.</summary>
/// <param name="Kind">Findings of one kind at one operation are one.</param>
/// <param name="Request">Null: the service as a whole.</param>
public sealed record Finding(string Kind, string What, int Seed, WireRequest? Request, HttpAnswer? Answer)
{
    public string Key => $"{Kind} {Request?.Operation}";

    public override string ToString() => Request is null
        ? $"{Kind}: {What}"
        : $"{Kind}: {What}\n{Request.Operation} as {Request.Caller} ({Request.What}); again with --seed {Seed} --only {Request.Number}\n"
            + $"--- request\n{Request.Shown()}\n--- answer\n{Answer?.Shown() ?? "none"}\n---";
}
