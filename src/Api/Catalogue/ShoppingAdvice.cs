namespace Cashback.Api.Catalogue;

/// <summary>What a subscriber can do so that the store recognises the order as theirs. The same for every store.</summary>
internal static class ShoppingAdvice
{
    private static readonly string[] Russian =
    [
        "Отключите блокировщики рекламы на время покупки.",
        "Разрешите файлы cookie на сайте магазина.",
        "Отключите расширения других кешбэк-сервисов, купонов и сравнения цен.",
        "Не используйте режим инкогнито.",
        "Оформите и оплатите заказ за одно посещение, в том же окне, не переходя на другие сайты и в приложение магазина: в приложении переход часто не засчитывается.",
        "Перед переходом выйдите из своего аккаунта в магазине и очистите корзину, а после перехода войдите и соберите её заново.",
        "Платите любым способом, на кешбэк это не влияет, но после оплаты дождитесь, пока следующая страница загрузится полностью.",
    ];

    private static readonly string[] English =
    [
        "Turn ad blockers off while you shop.",
        "Allow the store's cookies.",
        "Turn off extensions of other cashback services, coupons and price comparison.",
        "Do not shop in incognito mode.",
        "Order and pay in one visit, in the same window, without going to other sites or to the store's app: apps often lose the visit.",
        "Before you go, log out of your account at the store and empty your cart; then sign in there and fill it anew.",
        "How you pay does not matter, but after paying wait until the next page has loaded completely.",
    ];

    public static IReadOnlyList<string> Rules(bool english) => english ? English : Russian;
}
