using System.Globalization;
using Cashback.Api.Csv;
using Cashback.Api.Json;
using Cashback.Claims;
using Cashback.Currencies;
using Cashback.Networks;
using Cashback.Stores;

namespace Cashback.Api.Operations;

/// <summary>Reads one line. What a profile must be like is the store's to say; here it only has to be readable.</summary>
internal sealed class StoreCsvLine(IReadOnlyList<string> header, string[] cells, int number, DateTimeOffset today)
{
    private const int BoostDaysMax = 366;
    private const int ClaimNumberMax = 10_000;

    public StoreLine Read()
    {
        string? id = null;
        try
        {
            id = Cell("id");
            return new StoreLine(number, id, new StoreProfile
            {
                Id = id,
                Name = Cell("name"),
                Categories = Parts(Cell("categories")),
                Network = Cell("network"),
                LinkTemplate = Cell("link"),
                Tariffs = Tariffs(),
                ConfirmationDays = (int)Whole("confirmation_days", 0, 1_000),
                Conditions = Cell("conditions") is { Length: > 0 } conditions ? conditions : null,
                Regions = Parts(Cell("regions")),
                Currency = Cell("currency") is { Length: > 0 } text ? CurrencyCodes.TryRead(text, out var currency) ? currency : text : Money.Rub,
                Claims = Claims(),
            });
        }
        catch (UnreadableCellException unreadable)
        {
            return new StoreLine(number, id, null, unreadable.Column, unreadable.Why);
        }
    }

    private ClaimTerms? Claims()
    {
        var usual = ClaimTerms.Usual;
        var taken = Cell("claims") switch
        {
            "" or "yes" => true,
            "no" => false,
            var other => throw new UnreadableCellException("claims", new($"'{other}' is neither yes nor no.", $"«{other}» — это не yes и не no.")),
        };
        var terms = new ClaimTerms(
            taken, Optional("claims_from_hours", ClaimNumberMax, usual.FromHours), Optional("claims_until_days", ClaimNumberMax, usual.UntilDays));
        return terms == usual ? null : terms;
    }

    private List<Tariff> Tariffs()
    {
        var tariffs = new List<Tariff> { new(Tariff.DefaultCode, "default", RateOf("percent", "fixed")) };
        if (Cell("boost_days").Length > 0)
        {
            var name = Cell("boost_name") is { Length: > 0 } given ? given : "boost";
            var end = today.AddDays(Whole("boost_days", 0, BoostDaysMax) + 1);
            tariffs.Add(new Tariff(Tariff.DefaultCode, name, RateOf("boost_percent", "boost_fixed"), today, end));
        }

        tariffs.AddRange(Parts(Cell("tariffs")).Select(Named));
        return tariffs;
    }

    private static Tariff Named(string text)
    {
        var parts = text.Split('=');
        if (parts.Length != 3)
        {
            throw new UnreadableCellException("tariffs", new(
                $"'{text}' is not of the form code=name=7% or code=name=300.",
                $"«{text}» не соответствует виду code=name=7% или code=name=300."));
        }

        var rate = parts[2].Trim();
        return new Tariff(parts[0].Trim(), parts[1].Trim(), rate.EndsWith('%')
            ? Rate.OfPercent(Percent("tariffs", rate[..^1]))
            : Rate.OfFixed(Bonuses("tariffs", rate)));
    }

    private Rate RateOf(string percentColumn, string fixedColumn) => (Cell(percentColumn), Cell(fixedColumn)) switch
    {
        ({ Length: > 0 } percent, "") => Rate.OfPercent(Percent(percentColumn, percent)),
        ("", { Length: > 0 } bonuses) => Rate.OfFixed(Bonuses(fixedColumn, bonuses)),
        _ => throw new UnreadableCellException(percentColumn, new(
            $"Either {percentColumn} or {fixedColumn} is expected.",
            $"Нужно указать либо {percentColumn}, либо {fixedColumn}.")),
    };

    private static decimal Percent(string column, string text) =>
        AmountText.TryRead(
            text.TrimEnd('%'), text.Contains(',', StringComparison.Ordinal) ? AmountFormat.Comma : AmountFormat.Point, false,
            out var percent, out var currency, out _)
        && currency is null
            ? percent
            : throw new UnreadableCellException(column, new($"'{text}' is not a percentage.", $"«{text}» — не процент."));

    private static long Bonuses(string column, string text) =>
        WholeNumberText.TryRead(text, out var digits)
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var bonuses)
            ? bonuses
            : throw new UnreadableCellException(column, new($"'{text}' is not a whole number of bonuses.", $"«{text}» — не целое число бонусов."));

    private int Optional(string column, int max, int usual) => Cell(column).Length == 0 ? usual : (int)Whole(column, 0, max);

    private long Whole(string column, long min, long max) =>
        WholeNumberText.TryRead(Cell(column), out var digits)
        && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new UnreadableCellException(column, new($"A whole number from {min} to {max} is expected.", $"Нужно целое число от {min} до {max}."));

    private string Cell(string column)
    {
        var text = CsvFile.PlaceOf(header, column) is >= 0 and var place ? cells[place] : "";
        return CleanText.Is(text) ? text : throw new UnreadableCellException(column, CleanText.Fault);
    }

    private static List<string> Parts(string cell) =>
        [.. cell.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private sealed class UnreadableCellException(string column, LocalText why) : Exception(why.En)
    {
        public LocalText Why { get; } = why;

        public string Column { get; } = column;
    }
}
