using Cashback.Stores;

namespace Cashback.Rules.Tests.Stores;

internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 5, 12, 0, 0, TimeSpan.FromHours(3));

    public static StoreProfile Profile(params Tariff[] tariffs) => new()
    {
        Id = "ozon",
        Name = "Ozon",
        Categories = new[] { "online" },
        Network = "admitad",
        LinkTemplate = "https://ad.admitad.com/g/ozon/?subid={click}",
        Tariffs = tariffs.Length == 0 ? new[] { Percent(5) } : tariffs,
        ConfirmationDays = 45,
    };

    public static Tariff Percent(
        decimal percent, string code = Tariff.DefaultCode, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        new(code, code, Rate.OfPercent(percent), from, to);

    public static Tariff Fixed(long bonuses, string code = Tariff.DefaultCode) => new(code, code, Rate.OfFixed(bonuses));
}
