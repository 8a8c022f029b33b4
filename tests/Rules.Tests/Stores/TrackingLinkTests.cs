using Cashback.Stores;

namespace Cashback.Rules.Tests.Stores;

public sealed class TrackingLinkTests
{
    [Theory]
    [InlineData("https://ad.admitad.com/g/x/?subid={click}&ulp=https%3A%2F%2Fozon.ru", "https://ad.admitad.com/g/x/?subid={click}&ulp=https%3A%2F%2Fozon.ru")]
    [InlineData("https://магазин.рф/?subid={click}", "https://xn--80aairftm.xn--p1ai/?subid={click}")]
    [InlineData("https://example.ru:8443/каталог/{click}", "https://example.ru:8443/%D0%BA%D0%B0%D1%82%D0%B0%D0%BB%D0%BE%D0%B3/{click}")]
    [InlineData("http://example.ru/go?метка={click}&q=a%20b#низ", "http://example.ru/go?%D0%BC%D0%B5%D1%82%D0%BA%D0%B0={click}&q=a%20b#%D0%BD%D0%B8%D0%B7")]
    public void A_link_is_kept_in_the_letters_of_the_internet(string given, string kept) => Assert.Equal(kept, TrackingLink.ToAscii(given));

    [Theory]
    [InlineData("не ссылка")]
    [InlineData("https://магазин..рф/{click}")]
    public void What_is_no_link_is_none(string given) => Assert.Null(TrackingLink.ToAscii(given));
}
