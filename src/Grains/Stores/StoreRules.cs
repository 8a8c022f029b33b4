using Cashback.Catalogue;
using Cashback.Clicks;

namespace Cashback.Stores;

/// <summary>What a store's profile must be like.</summary>
internal static class StoreRules
{
    public const string ClickPlaceholder = "{click}";
    public const int ConfirmationDaysMax = 90;

    private const int NameMax = 100;
    private const int TextMax = 4_000;
    private const int LinkMax = 2_000;
    private const int TariffsMax = 100;
    private const int RegionsMax = 100;
    private const int NetworkMax = 32;
    private const int ClaimFromHoursMax = 24 * 90;
    private const int ClaimUntilDaysMax = 365;
    private const long FixedMax = 1_000_000;
    private const decimal PercentStep = 0.0001m;

    /// <summary>The first thing that is wrong; null if nothing is.</summary>
    public static Rejection? Check(StoreProfile profile, DateTimeOffset now) =>
        CheckWhatItIs(profile) ?? CheckHowItPays(profile) ?? CheckTariffs(profile.Tariffs, now);

    private static Rejection? CheckWhatItIs(StoreProfile profile)
    {
        if (!ClickIds.IsStoreId(profile.Id))
        {
            return Wrong("id", new("A store id is 1 to 12 characters of a-z, 0-9 and '-'.", "Id магазина — от 1 до 12 символов a-z, 0-9 и «-»."));
        }

        if (!IsText(profile.Name, NameMax))
        {
            return Wrong("name", new($"A name of 1 to {NameMax} characters is expected.", $"Нужно название длиной от 1 до {NameMax} символов."));
        }

        if (profile.Categories.Count == 0 || profile.Categories.FirstOrDefault(id => !Categories.Exists(id)) is not null)
        {
            return Wrong("categories", new(
                $"At least one of these is expected, and nothing else: {Categories.Listed}.",
                $"Нужна хотя бы одна из этих категорий, и никаких других: {Categories.Listed}."));
        }

        if (profile.Conditions is not null && !IsText(profile.Conditions, TextMax))
        {
            return Wrong("conditions", new($"At most {TextMax} characters are expected.", $"Допустимо не больше {TextMax} символов."));
        }

        return profile.Regions.Count > RegionsMax || profile.Regions.Any(region => !IsText(region, NameMax))
            ? Wrong("regions", new(
                $"At most {RegionsMax} regions, of 1 to {NameMax} characters each, are expected.",
                $"Допустимо не больше {RegionsMax} регионов, каждый длиной от 1 до {NameMax} символов."))
            : null;
    }

    private static Rejection? CheckHowItPays(StoreProfile profile)
    {
        if (!Slug.Is(profile.Network, NetworkMax))
        {
            return Wrong("network", new("The id of a network is expected: a-z, 0-9 and '-'.", "Нужен id сети: a-z, 0-9 и «-»."));
        }

        if (!IsTrackingLink(profile.LinkTemplate))
        {
            return Wrong("linkTemplate", new(
                $"An absolute http(s) address is expected that holds {ClickPlaceholder} exactly once, after the host.",
                $"Нужен полный адрес http(s), в котором {ClickPlaceholder} встречается ровно один раз, после имени узла."));
        }

        if (profile.ConfirmationDays is < 1 or > ConfirmationDaysMax)
        {
            return Wrong("confirmationDays", new($"A whole number from 1 to {ConfirmationDaysMax} is expected.", $"Нужно целое число от 1 до {ConfirmationDaysMax}."));
        }

        if (profile.Claims is { } claims
            && (claims.FromHours is < 0 or > ClaimFromHoursMax || claims.UntilDays is < 1 or > ClaimUntilDaysMax
            || claims.FromHours >= claims.UntilDays * 24))
        {
            return Wrong(
                "claims", new(
                    $"fromHours of 0 to {ClaimFromHoursMax} and untilDays of 1 to {ClaimUntilDaysMax} are expected, the end after the beginning.",
                    $"Нужны fromHours от 0 до {ClaimFromHoursMax} и untilDays от 1 до {ClaimUntilDaysMax}, окончание позже начала."));
        }

        return profile.Currency is not { Length: 3 } || !profile.Currency.All(char.IsAsciiLetterUpper)
            ? Wrong("currency", new("Three capital letters (ISO 4217) are expected.", "Нужны три заглавные буквы по ISO 4217."))
            : null;
    }

    private static Rejection? CheckTariffs(IReadOnlyList<Tariff> tariffs, DateTimeOffset now)
    {
        if (tariffs.Count > TariffsMax)
        {
            return Wrong("tariffs", new($"At most {TariffsMax} tariffs are expected.", $"Допустимо не больше {TariffsMax} тарифов."));
        }

        for (var i = 0; i < tariffs.Count; i++)
        {
            if (CheckTariff(tariffs[i], $"tariffs[{i}].") is { } wrong)
            {
                return wrong;
            }
        }

        if (!tariffs.Any(tariff => tariff is { Code: Tariff.DefaultCode, ValidTo: null } && tariff.InForce(now)))
        {
            return Wrong("tariffs", new(
                $"A tariff with the code '{Tariff.DefaultCode}' that is in force now and has no end is expected.",
                $"Нужен действующий бессрочный тариф с кодом «{Tariff.DefaultCode}»."));
        }

        var mixed = tariffs.GroupBy(tariff => tariff.Code)
            .FirstOrDefault(code => code.Any(tariff => tariff.Rate.Percent is null) && code.Any(tariff => tariff.Rate.Percent is not null));
        return mixed is null
            ? null
            : Wrong("tariffs", new(
                $"The tariffs of the code '{mixed.Key}' mix percentages with fixed sums: which is better can't be told.",
                $"Среди тарифов с кодом «{mixed.Key}» есть и проценты, и фиксированные суммы: их нельзя сравнить."));
    }

    /// <param name="at">The prefix of the names of the fields: <c>tariffs[0].</c></param>
    public static Rejection? CheckTariff(Tariff tariff, string at = "")
    {
        if (!IsText(tariff.Code, NameMax))
        {
            return Wrong($"{at}code", new($"A code of 1 to {NameMax} characters is expected.", $"Нужен код длиной от 1 до {NameMax} символов."));
        }

        if (!IsText(tariff.Name, NameMax))
        {
            return Wrong($"{at}name", new($"A name of 1 to {NameMax} characters is expected.", $"Нужно название длиной от 1 до {NameMax} символов."));
        }

        return CheckRate(tariff.Rate, at)
            ?? (tariff.ValidFrom >= tariff.ValidTo
                ? Wrong($"{at}validTo", new("The end must be after the beginning.", "Окончание должно быть позже начала."))
                : null);
    }

    private static Rejection? CheckRate(Rate rate, string at) => rate switch
    {
        { Percent: not null, Fixed: not null } or { Percent: null, Fixed: null } =>
            Wrong($"{at}percent", new("Exactly one of percent and fixed is expected.", "Нужно указать либо percent, либо fixed.")),
        { Percent: <= 0 or > 100 } => Wrong($"{at}percent", new("A percentage above 0 and at most 100 is expected.", "Нужен процент больше 0 и не больше 100.")),
        { Percent: { } percent } when percent % PercentStep != 0 => Wrong($"{at}percent", new(
            "At most four decimal places are expected.",
            "Допустимо не больше четырёх знаков после запятой.")),
        { Fixed: <= 0 or > FixedMax } => Wrong($"{at}fixed", new(
            $"A whole number of bonuses from 1 to {FixedMax} is expected.",
            $"Нужно целое число бонусов от 1 до {FixedMax}.")),
        _ => null,
    };

    private static bool IsText(string? text, int lengthMax) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= lengthMax && !text.Contains('\0', StringComparison.Ordinal);

    // The id must not become part of the host: it would be sent to the owner of that domain.
    private static bool IsTrackingLink(string? given)
    {
        if (given is not { Length: > 0 and <= LinkMax } || given.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            || TrackingLink.ToAscii(given) is not { Length: <= LinkMax } template)
        {
            return false;
        }

        var parts = template.Split(ClickPlaceholder);
        return parts.Length == 2
            && Uri.TryCreate(parts[0] + "click" + parts[1], UriKind.Absolute, out var link)
            && (link.Scheme == Uri.UriSchemeHttps || link.Scheme == Uri.UriSchemeHttp)
            && link.UserInfo.Length == 0
            && parts[0].IndexOf('/', link.Scheme.Length + Uri.SchemeDelimiter.Length) > 0;
    }

    private static Rejection Wrong(string field, LocalText why) => new("invalid-store", why, RejectionKind.Unacceptable, field);
}
