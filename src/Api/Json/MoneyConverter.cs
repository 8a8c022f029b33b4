using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Cashback.Api.Json;

/// <summary>
/// Money on the wire: <c>{"amount":"1299.90","currency":"RUB"}</c>, a decimal string so that no client makes a binary number of
/// it.
/// </summary>
internal sealed partial class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = ReadObject(ref reader);
        if (document.RootElement.EnumerateObject().CountBy(member => member.Name).Any(member => member.Value > 1))
        {
            throw new UnreadableException(new("Money has its amount and its currency once each.", "В сумме поля amount и currency указываются по одному разу."));
        }

        var amount = TextOf(document.RootElement, "amount");
        var currency = TextOf(document.RootElement, "currency");
        if (!AmountForm().IsMatch(amount))
        {
            throw new UnreadableException(new(
                "The amount must be a decimal number as text, for example \"1299.90\".",
                "Сумма должна быть десятичным числом в виде текста, например \"1299.90\"."));
        }

        if (!CurrencyForm().IsMatch(currency))
        {
            throw new UnreadableException(new(
                "The currency must be three capital letters of ISO 4217, for example RUB.",
                "Валюта — три заглавные буквы по ISO 4217, например RUB."));
        }

        return new Money(
            decimal.Parse(amount, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), currency);
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("amount", value.Amount.ToString("0.00########", CultureInfo.InvariantCulture));
        writer.WriteString("currency", value.Currency);
        writer.WriteEndObject();
    }

    private static JsonDocument ReadObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new UnreadableException(new(
                "Money is expected: {\"amount\":\"1299.90\",\"currency\":\"RUB\"}.",
                "Нужна денежная сумма: {\"amount\":\"1299.90\",\"currency\":\"RUB\"}."));
        }

        return JsonDocument.ParseValue(ref reader);
    }

    private static string TextOf(JsonElement money, string name)
    {
        if (!money.TryGetProperty(name, out var value) || value.ValueKind is not JsonValueKind.String)
        {
            throw new UnreadableException(new($"Money needs its {name} as text.", $"В денежной сумме должно быть поле {name} в виде текста."));
        }

        return CleanText.Of(value) ?? throw new UnreadableException(CleanText.Fault);
    }

    [GeneratedRegex(@"^-?[0-9]{1,15}(\.[0-9]{1,10})?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AmountForm();

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex CurrencyForm();
}
