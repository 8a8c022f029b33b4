using System.Collections.Frozen;

namespace Cashback.Currencies;

/// <summary>Currencies as senders name them: by letters, by a number or by a sign; and how small their amounts can be.</summary>
public static class CurrencyCodes
{
    private const int MinorUnitsUsual = 2;

    /// <summary>ISO 4217: letters and number.</summary>
    private const string Iso =
        "AED784 AFN971 ALL008 AMD051 AOA973 ARS032 AUD036 AWG533 AZN944 BAM977 BBD052 BDT050 BGN975 BHD048 BIF108 BMD060 BND096 "
        + "BOB068 BOV984 BRL986 BSD044 BTN064 BWP072 BYN933 BZD084 CAD124 CDF976 CHE947 CHF756 CHW948 CLF990 CLP152 CNY156 COP170 "
        + "COU970 CRC188 CUC931 CUP192 CVE132 CZK203 DJF262 DKK208 DOP214 DZD012 EGP818 ERN232 ETB230 EUR978 FJD242 FKP238 GBP826 "
        + "GEL981 GHS936 GIP292 GMD270 GNF324 GTQ320 GYD328 HKD344 HNL340 HTG332 HUF348 IDR360 ILS376 INR356 IQD368 IRR364 ISK352 "
        + "JMD388 JOD400 JPY392 KES404 KGS417 KHR116 KMF174 KPW408 KRW410 KWD414 KYD136 KZT398 LAK418 LBP422 LKR144 LRD430 LSL426 "
        + "LYD434 MAD504 MDL498 MGA969 MKD807 MMK104 MNT496 MOP446 MRU929 MUR480 MVR462 MWK454 MXN484 MXV979 MYR458 MZN943 NAD516 "
        + "NGN566 NIO558 NOK578 NPR524 NZD554 OMR512 PAB590 PEN604 PGK598 PHP608 PKR586 PLN985 PYG600 QAR634 RON946 RSD941 RUB643 "
        + "RWF646 SAR682 SBD090 SCR690 SDG938 SEK752 SGD702 SHP654 SLE925 SOS706 SRD968 SSP728 STN930 SVC222 SYP760 SZL748 THB764 "
        + "TJS972 TMT934 TND788 TOP776 TRY949 TTD780 TWD901 TZS834 UAH980 UGX800 USD840 USN997 UYI940 UYU858 UYW927 UZS860 VED926 "
        + "VES928 VND704 VUV548 WST882 XAF950 XAG961 XAU959 XCD951 XCG532 XDR960 XOF952 XPD964 XPF953 XPT962 XSU994 XUA965 YER886 "
        + "ZAR710 ZMW967 ZWG924";

    /// <summary>
    /// Names that are no longer, or never were, those of ISO 4217, and leave no doubt. A currency whose value was changed is
    /// not among them.
    /// </summary>
    private static readonly FrozenDictionary<string, string> Others = new Dictionary<string, string>
    {
        ["RUR"] = Money.Rub,
        ["810"] = Money.Rub,
        ["₽"] = Money.Rub,
        ["РУБ"] = Money.Rub,
        ["РУБ."] = Money.Rub,
        ["Р"] = Money.Rub,
        ["Р."] = Money.Rub,
        ["$"] = "USD",
        ["€"] = "EUR",
        ["£"] = "GBP",
        ["₸"] = "KZT",
        ["₴"] = "UAH",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> ByNumber =
        Iso.Split(' ').ToFrozenDictionary(one => one[3..], one => one[..3], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Letters = ByNumber.Values.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> MinorUnits = new (int Units, string Currencies)[]
        {
            (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
            (3, "BHD IQD JOD KWD LYD OMR TND"),
            (4, "CLF UYW"),
        }
        .SelectMany(group => group.Currencies.Split(' ').Select(currency => (currency, group.Units)))
        .ToFrozenDictionary(pair => pair.currency, pair => pair.Units, StringComparer.Ordinal);

    /// <summary>What is expected, in words.</summary>
    public static LocalText Expected => new(
        "A currency by its letters or number (ISO 4217) is expected, like RUB or 643.",
        "Нужна валюта: буквы или номер по ISO 4217, например RUB или 643.");

    /// <summary>Any three letters are a currency: whether there is a rate for it is another question.</summary>
    public static bool TryRead(string text, out string code)
    {
        code = Blanks.Trim(text).ToUpperInvariant();
        if (code.Length > 8)
        {
            return false;
        }

        if (Others.TryGetValue(code, out var other))
        {
            code = other;
            return true;
        }

        if (code.Length == 3 && !code.AsSpan().ContainsAnyExceptInRange('A', 'Z'))
        {
            return true;
        }

        // Spreadsheets make 643.0 of 643, and 36 of 036.
        if (!WholeNumberText.TryRead(code, out var number))
        {
            return false;
        }

        number = number.PadLeft(3, '0');
        return ByNumber.TryGetValue(number, out code!) || Others.TryGetValue(number, out code!);
    }

    /// <summary>Whether these are the letters of a currency of ISO 4217.</summary>
    public static bool IsKnown(string code) => Letters.Contains(code);

    /// <summary>Rounded to the currency's minor unit, halves away from zero.</summary>
    public static Money Round(decimal amount, string currency) =>
        new(Math.Round(amount, MinorUnits.GetValueOrDefault(currency, MinorUnitsUsual), MidpointRounding.AwayFromZero), currency);
}
