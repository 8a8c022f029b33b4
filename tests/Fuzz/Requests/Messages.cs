using Cashback.Fuzz.Story;
using Cashback.Fuzz.Values;

namespace Cashback.Fuzz.Requests;

/// <summary>Messages about order lines as the sample network writes them: about a few lines, so that they meet again.</summary>
internal static class Messages
{
    public static List<(string Name, string Value)> Of(World world, Draw draw, Fidelity fidelity)
    {
        List<(string Name, string Value)> message =
        [
            ("admitad_id", $"{9_000_000 + draw.Below(300)}"),
            ("payment_status", draw.Either("approved", "pending", "declined", "approved_but_stalled")),
            ("order_sum", draw.Either("1299.49", "100", "0", "27964.000000000004", "1.2999e3", "1 299,90")),
            ("currency", draw.Either("RUB", "RUR", "643", "USD", "EUR")),
            ("order_id", $"N-{draw.Below(100)}"),
            ("subid", draw.Chance(80) ? draw.Of(world.Ids["clickId"]) : "unknown"),
            ("offer_name", "Озон"),
        ];
        if (draw.Chance(30))
        {
            message.Add(
                ("order_time", world.Now.AddMinutes(-draw.Below(5_000)).ToUnixTimeSeconds().ToString(
                    System.Globalization.CultureInfo.InvariantCulture)));
        }

        for (var faults = fidelity switch { Fidelity.BadValues => 1 + draw.Below(3), Fidelity.BadShape => 1, _ => 0 }; faults > 0; faults--)
        {
            var at = draw.Below(message.Count);
            if (fidelity is Fidelity.BadValues)
            {
                message[at] = (message[at].Name, BadText.Of(draw));
            }
            else
            {
                Misshape(message, at, draw);
            }
        }

        return message;
    }

    public static string Form(IEnumerable<(string Name, string Value)> message) =>
        string.Join('&', message.Select(parameter => $"{Targets.Escape(parameter.Name)}={Targets.Escape(parameter.Value)}"));

    public static string Json(IEnumerable<(string Name, string Value)> message, Draw draw, Fidelity fidelity)
    {
        var members = message.Select(parameter =>
            $"{BadJson.Quote(parameter.Name)}:{(fidelity is Fidelity.BadValues && draw.Chance(15) ? BadJson.Of(draw) : BadJson.Quote(parameter.Value))}");
        var text = "{" + string.Join(',', members) + "}";
        return fidelity is Fidelity.BadShape && draw.Chance(30) ? text[..draw.Below(text.Length)] : text;
    }

    private static void Misshape(List<(string Name, string Value)> message, int at, Draw draw)
    {
        switch (draw.Below(5))
        {
            case 0:
                message.RemoveAt(at);
                break;
            case 1:
                message.Add(message[at]);
                break;
            case 2:
                message.Add((message[at].Name, "another"));
                break;
            case 3:
                message.AddRange(Enumerable.Range(0, draw.Either(10, 500)).Select(n => ($"extra{n}", "x")));
                break;
            default:
                message.Add((BadText.Of(draw), BadText.Of(draw)));
                break;
        }
    }
}
