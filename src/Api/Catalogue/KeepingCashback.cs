namespace Cashback.Api.Catalogue;

/// <summary>What a subscriber can do so that the store recognises the order as theirs. The same for every store.</summary>
internal static class KeepingCashback
{
    private static readonly string[] Russian =
    [
        "Отключите блокировщики рекламы на время покупки.",
        "Разрешите файлы cookie на сайте магазина.",
        "Отключите расширения других кешбэк-сервисов, купонов и сравнения цен.",
        "Не используйте режим инкогнито.",
        "Оформите и оплатите заказ за одно посещение, в том же окне, не переходя на другие сайты.",
        "Перед переходом в магазин освободите корзину и наполните её заново.",
    ];

    private static readonly string[] English =
    [
        "Turn ad blockers off while you shop.",
        "Allow the store's cookies.",
        "Turn off extensions of other cashback services, coupons and price comparison.",
        "Do not shop in incognito mode.",
        "Order and pay in one visit, in the same window, without going to other sites.",
        "Empty the cart before you go to the store, and fill it anew.",
    ];

    public static IReadOnlyList<string> Rules(bool english) => english ? English : Russian;
}
