using System.Text.Json;

namespace Cashback.Rules.Tests.Values;

public sealed class LocalTextTests
{
    [Fact]
    public void Text_is_stored_with_both_languages() =>
        Assert.Equal("""{"en":"Not found.","ru":"Not in English."}""", JsonSerializer.Serialize(new LocalText("Not found.", "Not in English.")));

    [Theory]
    [InlineData("""{"en":"a","ru":"b"}""", "a", "b")]
    [InlineData("""{"ru":"b","more":{"en":"c"},"en":"a"}""", "a", "b")]
    [InlineData("\"stored before there were two languages\"", "stored before there were two languages", "stored before there were two languages")]
    public void Every_stored_form_of_a_text_is_read(string json, string english, string russian) =>
        Assert.Equal(new LocalText(english, russian), JsonSerializer.Deserialize<LocalText>(json));

    [Theory]
    [InlineData("""{"en":"a"}""")]
    [InlineData("1")]
    [InlineData("[]")]
    public void Half_a_text_is_none(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<LocalText>(json));

    /// <summary>A text in one language must not become one in two by an assignment.</summary>
    [Fact]
    public void No_string_becomes_a_text_by_itself() =>
        Assert.DoesNotContain(typeof(LocalText).GetMethods(), method => method.Name is "op_Implicit" or "op_Explicit");
}
