using Cashback.Fuzz.Description;
using Cashback.Fuzz.Story;
using Cashback.Fuzz.Values;
using Cashback.Fuzz.Wire;

namespace Cashback.Fuzz.Requests;

/// <summary>Makes the requests of a seed, each by its number alone.</summary>
public sealed class RequestMaker(ApiDocument document, IReadOnlyList<Operation> operations, int seed)
{
    private static readonly Caller[] Callers = [Caller.Nobody, Caller.Subscriber, Caller.Operator, Caller.Shop, Caller.Forged];
    private static readonly string[] Forged = ["Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "X-Api-Key: fuzz", "X-Api-Key: sample-ops-key\u00ff", "Authorization: Bearer \u00ff.\u00ff.\u00ff"];

    public WireRequest Make(int number, World world)
    {
        var draw = new Draw(seed, number);
        var operation = operations[number % operations.Count];
        var caller = draw.Chance(75) ? operation.Natural : draw.Of(Callers);
        var fidelity =
            draw.Below(100) switch { < 50 => Fidelity.Valid, < 75 => Fidelity.BadValues, < 92 => Fidelity.BadShape, _ => Fidelity.Noise };
        var draft = new Draft { Method = operation.Method, Target = Targets.Of(operation, world, draw) };
        if ((caller is Caller.Forged ? draw.Of(Forged) : world.CredentialOf(caller, operation)) is { } line)
        {
            draft.Headers.Add(line);
        }

        if (operation.TakesKey && draw.Chance(50))
        {
            draft.Headers.Add($"Idempotency-Key: fuzz-{(draw.Chance(20) ? draw.Below(100) : number)}");
        }

        Bodies.Fill(draft, document, world, operation, draw, fidelity);
        return Finish(number, operation, caller, fidelity, draft, world, draw);
    }

    private const int BytesMax = 30_000;
    private const int TargetMax = 8_000;

    private static WireRequest Finish(
        int number, Operation operation, Caller caller, Fidelity fidelity, Draft draft, World world, Draw draw)
    {
        var what = fidelity switch { Fidelity.Valid => "", Fidelity.BadValues => "bad values", Fidelity.BadShape => "members amiss", _ => "noise for a body" };
        var (text, ending, count) = ("", Ending.Whole, 1);
        var fault = "";
        switch (draw.Below(22))
        {
            case 0 or 1 or 2:
                fault = "headers";
                Faults.Header(draft, operation, draw);
                break;
            case 3:
                fault = "content type";
                Faults.ContentType(draft, draw);
                break;
            case 4:
                fault = "method";
                Faults.Method(draft, draw);
                break;
            case 5 or 6:
                fault = "path";
                draft.Target = Targets.BadPath(operation, world, draw);
                break;
            case 7 or 8:
                fault = "query";
                draft.Target = Targets.BadQuery(operation, world, draw);
                break;
            case 9:
                fault = "not HTTP";
                (text, ending) = (Framing.Broken(draft, draw), Ending.Broken);
                break;
            case 10:
                fault = "cut";
                (text, ending) = Framing.Cut(draft, draw);
                break;
            case 11:
                fault = "pipelined";
                count = 2 + draw.Below(3);
                text = string.Concat(Enumerable.Repeat(draft.Whole(), count));
                break;
            case 12:
                fault = "HTTP/1.0";
                draft.Version = "HTTP/1.0";
                break;
            case 13 when draft.HasBody:
                fault = "in pieces";
                draft.Pieces = draw.Either(1, 7, 1_000);
                break;
            case 14 when draft.HasBody:
                fault = "large body";
                draft.Body += new string(' ', draw.Either(60_000, 70_000, 300_000));
                break;
        }

        text = text.Length > 0 ? text : draft.Whole();
        ending = ending is Ending.Whole && (text.Length > BytesMax || draft.Target.Length > TargetMax) ? Ending.Large : ending;
        var said = string.Join(", ", ((string[])[what, fault]).Where(part => part.Length > 0));
        return new WireRequest(number, operation, caller, said, text, ending, Enumerable.Repeat(draft.Method, count).ToList())
        {
            IsToOperation = ending is Ending.Whole && fault is not ("path" or "method"),
        };
    }
}
