using Cashback.Fuzz.Description;
using Cashback.Fuzz.Story;
using Cashback.Fuzz.Values;

namespace Cashback.Fuzz.Requests;

/// <summary>How far a body is what its operation expects.</summary>
internal enum Fidelity
{
    Valid,
    BadValues,
    BadShape,
    Noise,
}

/// <summary>Bodies of every kind that the description names; the networks' own, which it can not describe, by their names.</summary>
internal static class Bodies
{
    private static readonly string[] Png = ["\u0089PNG\r\n\u001a\n", "\u00ff\u00d8\u00ff\u00e0", "%PDF-1.4\n"];

    public static void Fill(Draft draft, ApiDocument document, World world, Operation operation, Draw draw, Fidelity fidelity)
    {
        if (operation.IsPostback)
        {
            FillMessage(draft, world, operation, draw, fidelity);
            return;
        }

        if (operation.Bodies.Count == 0)
        {
            return;
        }

        var kind = draw.Of(operation.Bodies);
        draft.ContentType = kind.Type;
        draft.Body = fidelity is Fidelity.Noise ? Noise(draw)
            : kind.Type.Contains("json", StringComparison.Ordinal) && !kind.Type.Contains("ndjson", StringComparison.Ordinal)
                ? Draft.Utf8(
                    new JsonMaker(document, world, operation, draw, fidelity is Fidelity.BadValues ? 30 : 0, fidelity is Fidelity.BadShape
                        ? 60 : 0).Make(kind.Schema))
            : kind.Type == "text/csv" ? Draft.Utf8(Csv(operation, world, draw, fidelity))
            : kind.Type.Contains("ndjson", StringComparison.Ordinal) ? Draft.Utf8(Transactions(world, draw, fidelity))
            : draw.Of(Png) + draw.Noise(200);
    }

    private static string Noise(Draw draw) => draw.Below(6) switch
    {
        0 => "",
        1 => draw.Noise(draw.Either(1, 100, 5_000)),
        2 => BadJson.Nested(draw.Either(40, 10_000)),
        3 => "{\"a\":\"" + draw.Noise(20),
        4 => "{\"a\":\"\u00ff\u00fe\"}",
        _ => draw.Text("[]{}\",:0 e-\\u\r\n;", draw.Either(5, 50, 500)),
    };

    private static void FillMessage(Draft draft, World world, Operation operation, Draw draw, Fidelity fidelity)
    {
        if (operation.Method == "GET")
        {
            draft.Target += (draft.Target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + Messages.Form(
                Messages.Of(world, draw, fidelity));
            return;
        }

        if (operation.Template.EndsWith("/batch", StringComparison.Ordinal))
        {
            draft.ContentType = "application/x-ndjson";
            draft.Body = fidelity is Fidelity.Noise
                ? Noise(draw)
                : string.Join(
                    draw.Either("\n", "\r\n", "\n\n"),
                    Enumerable.Range(0, draw.Either(1, 3, 20)).Select(
                        _ => Draft.Utf8(Messages.Json(Messages.Of(world, draw, fidelity), draw, fidelity))));
            return;
        }

        var json = draw.Chance(50);
        var message = Messages.Of(world, draw, fidelity);
        draft.ContentType = json ? "application/json" : "application/x-www-form-urlencoded";
        draft.Body = fidelity is Fidelity.Noise ? Noise(draw)
            : json ? Draft.Utf8(Messages.Json(message, draw, fidelity))
            : Messages.Form(message);
    }

    private static string Csv(Operation operation, World world, Draw draw, Fidelity fidelity)
    {
        var columns = operation.Template.Contains("stores", StringComparison.Ordinal)
            ? "id,name,categories,network,link,percent,fixed,confirmation_days,currency,regions,conditions,tariffs,boost_name,boost_percent,boost_fixed,boost_days"
            : operation.Template.Contains("card", StringComparison.Ordinal) ? "id,card,time,amount,currency,mcc,merchant,kind"
            : "action_id,status,cart,currency,order_id,action,subid,comment";
        var separator = draw.Either(",", ";", "\t", "|");
        var lines = Enumerable.Range(0, draw.Either(0, 1, 5, 50)).Select(
            n => columns.Split(',').Select(column => Cell(column, n, world, draw, fidelity)));
        var header = fidelity is Fidelity.BadShape && draw.Chance(50)
            ? BadText.Of(draw)
            : columns.Replace(",", separator, StringComparison.Ordinal);
        var text = string.Join(draw.Either("\n", "\r\n", "\r"), [header, .. lines.Select(cells => string.Join(separator, cells))]);
        return fidelity is Fidelity.BadShape
            ? text[..draw.Below(text.Length + 1)] + draw.Either("\"", "\"\n\"", "\0", separator, "")
            : draw.Either("", "\uFEFF") + text;
    }

    private static string Cell(string column, int line, World world, Draw draw, Fidelity fidelity) =>
        fidelity is Fidelity.BadValues && draw.Chance(20) ? BadText.Of(draw) : column switch
        {
            "id" or "action_id" => $"{World.OwnId}{line}",
            "name" or "merchant" => "Имя",
            "network" => World.Network,
            "link" => "https://ad.example/g/fuzz/?subid={click}",
            "percent" => "5",
            "confirmation_days" => "30",
            "currency" => "RUB",
            "cart" or "amount" => "100.50",
            "status" => draw.Either("approved", "pending", "declined", "1", "2"),
            "subid" => draw.Of(world.Ids["clickId"]),
            "card" => draw.Of(world.Ids["cardId"]),
            "time" => world.Now.ToString("O", null),
            "mcc" => "5812",
            "kind" => "purchase",
            _ => "",
        };

    private static string Transactions(World world, Draw draw, Fidelity fidelity) => string.Join(
        '\n', Enumerable.Range(0, draw.Either(1, 5, 50)).Select(n =>
        fidelity is Fidelity.BadShape && draw.Chance(30)
            ? BadJson.Of(draw)
            : $$"""{"id":"t{{draw.Below(1_000)}}","card":"{{draw.Of(world.Ids["cardId"])}}","time":"{{world.Now:O}}","amount":{"amount":{{(fidelity is Fidelity.BadValues ? BadJson.Of(draw) : "\"10.50\"")}},"currency":"RUB"},"mcc":"5812","kind":"purchase"}"""));
}
