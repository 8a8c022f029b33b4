using System.Text;
using Cashback.Networks;
using CsCheck;

namespace Cashback.Rules.Tests.Networks;

public class MessageParametersTests
{
    [Fact]
    public void Form_is_decoded_and_unknown_parameters_are_kept()
    {
        var message = Form("offer_name=%D0%9E%D0%B7%D0%BE%D0%BD+%2B+%26&admitad_id=12&flag&empty=&new_in_2027=yes");

        Assert.Equal("Озон + &", message["offer_name"]);
        Assert.Equal("12", message["admitad_id"]);
        Assert.Equal("", message["flag"]);
        Assert.Equal("", message["empty"]);
        Assert.Equal("yes", message["new_in_2027"]);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_read_as_windows_1251() =>
        Assert.Equal("Озон", Form("offer_name=%CE%E7%EE%ED")["offer_name"]);

    [Fact]
    public void Raw_bytes_are_read_like_encoded_ones()
    {
        var message = new MessageParameters();
        Assert.Null(message.AddForm(Encoding.UTF8.GetBytes("name=Озон")));
        Assert.Equal("Озон", message.Values["name"]);
    }

    [Theory]
    [InlineData("a=%zz&b=%4&c=%", "%zz", "%4", "%")]
    public void Percent_signs_that_encode_nothing_stay(string text, string a, string b, string c)
    {
        var message = Form(text);
        Assert.Equal((a, b, c), (message["a"], message["b"], message["c"]));
    }

    [Theory]
    [InlineData("a=1&a=2", "a")]
    [InlineData("a=1%00", "a")]
    public void Faulty_parameter_is_named(string text, string name) => Assert.Equal(name, Fault(text)?.Parameter);

    [Fact]
    public void Same_value_twice_is_no_fault() => Assert.Equal("1", Form("a=1&a=1")["a"]);

    [Fact]
    public void Sizes_are_limited()
    {
        Assert.Null(Fault("a=" + new string('x', 4_096)));
        Assert.Equal("a", Fault("a=" + new string('x', 4_097))?.Parameter);
        Assert.Null(Fault(string.Join('&', Enumerable.Range(0, 200).Select(i => $"p{i}=1"))));
        Assert.Equal("p200", Fault(string.Join('&', Enumerable.Range(0, 201).Select(i => $"p{i}=1")))?.Parameter);
    }

    [Fact]
    public void Json_scalars_are_read_as_a_form_would_say_them()
    {
        var message = Json("""{"admitad_id":1234567,"order_sum":1299.90,"name":"Озон","reward_ready":true,"none":null}""");

        Assert.Equal("1234567", message["admitad_id"]);
        Assert.Equal("1299.90", message["order_sum"]);
        Assert.Equal("Озон", message["name"]);
        Assert.Equal("true", message["reward_ready"]);
        Assert.False(message.ContainsKey("none"));
    }

    [Theory]
    [InlineData("[1]", "body")]
    [InlineData("{\"a\":", "body")]
    [InlineData("", "body")]
    [InlineData("{\"a\":{\"b\":1}}", "a")]
    [InlineData("{\"a\":[1]}", "a")]
    [InlineData("{\"a\":1,\"a\":2}", "a")]
    [InlineData("{\"a\":\"\\u0000\"}", "a")]
    [InlineData("{\"a\":\"\\ud800\"}", "a")]
    [InlineData("{\"a\":[[[[[[1]]]]]]}", "a")]
    public void Faulty_json_is_named(string text, string name) =>
        Assert.Equal(name, new MessageParameters().AddJson(Encoding.UTF8.GetBytes(text))?.Parameter);

    [Theory]
    [InlineData("=1&a=2")]
    [InlineData("a%00b=1&a=2")]
    [InlineData("%EF%BB%BFa=2")]
    public void Name_that_no_description_can_have_is_left_out(string text) =>
        Assert.Equal([("a", "2")], Form(text).Select(pair => (pair.Key, pair.Value)));

    /// <summary>Nobody reads them: they cost nothing, are kept if they are small, and cut or left out if they are not.</summary>
    [Fact]
    public void What_nobody_reads_raises_no_doubt()
    {
        var message = new MessageParameters(null, new UsedParameters(BuiltInNetworks.Admitad));
        Assert.Null(message.AddForm(Encoding.ASCII.GetBytes(
            "x=1&x=2&nul=a%00b&long=" + new string('x', 9_000) + string.Concat(Enumerable.Range(0, 300).Select(i => $"&p{i}=1")) + "&admitad_id=7")));
        Assert.Null(message.AddJson("{\"items\":[{\"a\":[[[[[[[[[[1]]]]]]]]]]}],\"o\":{},\"half\":\"\\ud800\"}"u8.ToArray()));

        Assert.Empty(message.Doubts);
        Assert.Null(message.BodyFault);
        Assert.Equal(("1", "ab", 4_096, "7"), (message.Values["x"], message.Values["nul"], message.Values["long"].Length, message.Values["admitad_id"]));
        Assert.Equal(201, message.Values.Count);
        Assert.Equal("order_sum", message.AddForm("order_sum=1&order_sum=2"u8)?.Parameter);
    }

    [Fact]
    public void What_nobody_reads_is_made_no_text_of_until_all_is_wanted()
    {
        var reader = new MessageReader(BuiltInNetworks.Admitad, NetworkChannels.Push, new(new byte[32]));
        var message = MessageContent.Read(new MessageSource(reader, "a=1&b%20c=2&admitad_id=7&admitad%5Fid=7".AsMemory(), "d=3&order_sum=10"u8.ToArray(), null));

        Assert.Equal([("admitad_id", "7"), ("order_sum", "10")], message.Values.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(
            [("a", "1"), ("b c", "2"), ("admitad_id", "7"), ("d", "3"), ("order_sum", "10")], message.AllValues.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void Query_and_body_are_one_message()
    {
        var message = new MessageParameters();
        Assert.Null(message.AddForm("a=1&b=2"u8));
        Assert.Null(message.AddForm("b=2&c=3"u8));
        Assert.Equal(["1", "2", "3"], message.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value));
        Assert.Equal("c", message.AddJson("{\"c\":\"4\"}"u8.ToArray())?.Parameter);
    }

    [Fact]
    public void Whatever_is_encoded_comes_back() =>
        Gen.String[Gen.Char['\u0001', '\uD7FF'], 0, 50].Sample(text =>
            Form("a=" + Uri.EscapeDataString(text))["a"] == text);

    [Fact]
    public void Any_bytes_are_read_or_refused_but_never_an_error() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            new MessageParameters().AddForm(bytes);
            new MessageParameters().AddJson(bytes);
            new MessageParameters().AddMultipart(bytes, null);
            return true;
        });

    private static IReadOnlyDictionary<string, string> Form(string text)
    {
        var message = new MessageParameters();
        Assert.Null(message.AddForm(Encoding.ASCII.GetBytes(text)));
        return message.Values;
    }

    private static MessageFault? Fault(string text) => new MessageParameters().AddForm(Encoding.ASCII.GetBytes(text));

    private static IReadOnlyDictionary<string, string> Json(string text)
    {
        var message = new MessageParameters();
        Assert.Null(message.AddJson(Encoding.UTF8.GetBytes(text)));
        return message.Values;
    }
}
