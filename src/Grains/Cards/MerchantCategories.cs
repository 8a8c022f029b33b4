using System.Globalization;

namespace Cashback.Cards;

/// <summary>Which percentage a purchase earns: by the lists of merchants, else by those of codes, each code in at most one.</summary>
internal sealed class MerchantCategories
{
    /// <summary>In place of a list: every code that no other list has.</summary>
    public const string EveryOther = "*";

    private readonly List<(int First, int Last, decimal Percent)> _ranges = [];
    private readonly Dictionary<string, decimal> _merchants = new(StringComparer.Ordinal);
    private readonly decimal _otherwise;

    /// <exception cref="FormatException">A list can't be read.</exception>
    public MerchantCategories(CardTerms terms)
    {
        foreach (var category in terms.Categories)
        {
            foreach (var merchant in MerchantsOf(category.Merchants))
            {
                _merchants[merchant] = category.Percent;
            }

            if (category.Codes == EveryOther)
            {
                _otherwise = category.Percent;
                continue;
            }

            _ranges.AddRange(Read(category.Codes).Select(range => (range.First, range.Last, category.Percent)));
        }

        _ranges.AddRange(Read(terms.ExcludedCodes).Select(range => (range.First, range.Last, 0m)));
    }

    /// <param name="mcc">Four digits.</param>
    /// <param name="merchant">As the bank names it; null: it does not.</param>
    public decimal PercentOf(string mcc, string? merchant = null)
    {
        if (merchant is not null && _merchants.TryGetValue(NameOf(merchant), out var ofMerchant))
        {
            return ofMerchant;
        }

        var code = int.Parse(mcc, NumberStyles.None, CultureInfo.InvariantCulture);
        foreach (var (first, last, percent) in _ranges)
        {
            if (code >= first && code <= last)
            {
                return percent;
            }
        }

        return _otherwise;
    }

    /// <summary>What is wrong with the lists; null: nothing.</summary>
    public static (string Setting, object? Value, string Expected)? Fault(CardSettings settings)
    {
        var lists = settings.Categories
            .Select(category => (Setting: $"{nameof(CardSettings.Categories)}:{category.Key}:Codes", category.Value.Codes))
            .Append((Setting: nameof(CardSettings.ExcludedCodes), Codes: settings.ExcludedCodes)).ToList();
        var seen = new List<(int First, int Last, string Setting)>();
        foreach (var (setting, codes) in lists)
        {
            if (codes == EveryOther && setting != nameof(CardSettings.ExcludedCodes))
            {
                continue;
            }

            try
            {
                foreach (var (first, last) in Read(codes))
                {
                    if (seen.Find(other => first <= other.Last && last >= other.First) is { Setting: { } twice })
                    {
                        return (setting, codes, $"codes that no other list has; {twice} has some of {first:D4}-{last:D4} too");
                    }

                    seen.Add((first, last, setting));
                }
            }
            catch (FormatException)
            {
                return (setting, codes, "codes of four digits and ranges of them with commas between, for example 5811-5814,7832");
            }
        }

        var repeated = settings.Categories
            .SelectMany(category => MerchantsOf(category.Value.Merchants).Distinct().Select(merchant => (category.Key, merchant)))
            .GroupBy(pair => pair.merchant).FirstOrDefault(same => same.Count() > 1)?.Last();
        if (repeated is var (category, name))
        {
            return ($"{nameof(CardSettings.Categories)}:{category}:Merchants", name, "merchants that no other list has");
        }

        return lists.Count(list => list.Codes == EveryOther) > 1
            ? (nameof(CardSettings.Categories), EveryOther, "in one category at most")
            : null;
    }

    private static IEnumerable<string> MerchantsOf(string list) =>
        list.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(NameOf).Where(name => name.Length > 0);

    private static string NameOf(string merchant) =>
        string.Join(' ', merchant.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<(int First, int Last)> Read(string codes)
    {
        foreach (var part in codes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            var (first, last) = (Code(ends[0]), Code(ends[^1]));
            yield return ends.Length <= 2 && first <= last ? (first, last) : throw new FormatException($"'{part}' is no range of codes.");
        }
    }

    private static int Code(string text) =>
        text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
        ? code
        : throw new FormatException($"'{text}' is no merchant category code.");
}
