using CsCheck;

namespace Cashback.Rules.Tests.Values;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("name@example.ru", "name@example.ru")]
    [InlineData("  First.Last+tag@Mail.Example.RU ", "First.Last+tag@mail.example.ru")]
    [InlineData("name@пример.рф", "name@xn--e1afmkfd.xn--p1ai")]
    [InlineData("o'brien@example.com", "o'brien@example.com")]
    public void Address_is_read_as_letters_are_sent_to_it(string text, string address) => Assert.Equal(address, EmailAddress.Read(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("иван@пример.рф")]
    [InlineData("é@example.ru")]
    [InlineData("a.@example.ru")]
    [InlineData(".a@example.ru")]
    [InlineData("a..b@example.ru")]
    [InlineData("a@example")]
    [InlineData("a@127.0.0.1")]
    [InlineData("a@[127.0.0.1]")]
    [InlineData("a@-example.ru")]
    [InlineData("a@exa_mple.ru")]
    [InlineData("a@example..ru")]
    [InlineData("a@example.ru.")]
    [InlineData("a\u200b@example.ru")]
    [InlineData("a@exam\u200bple.ru")]
    [InlineData("a@exam\u00adple.ru")]
    [InlineData("a@example.ru\u200b")]
    [InlineData("a b@example.ru")]
    [InlineData("Anna <anna@example.ru>")]
    [InlineData("\"a\"@example.ru")]
    [InlineData("a@b@example.ru")]
    [InlineData("a@example.ru\nBcc: b@example.ru")]
    public void What_can_not_be_sent_to_is_refused(string? text) => Assert.Null(EmailAddress.Read(text));

    [Fact]
    public void What_was_read_is_plain_text_and_reads_as_itself() => Gen.String[Gen.Char["aZ9.@-_+é\u200bа ,<>\""], 1, 20].Sample(text =>
    {
        if (EmailAddress.Read($"{text}@example.ru") is { } address)
        {
            Assert.True(address.All(character => character is > ' ' and < '\u007f'));
            Assert.Equal(address, EmailAddress.Read(address));
        }
    });
}
