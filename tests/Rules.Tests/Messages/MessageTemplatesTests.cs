using Cashback.Messages;

namespace Cashback.Rules.Tests.Messages;

public class MessageTemplatesTests
{
    private static readonly Dictionary<string, string> LongValues = new()
    {
        ["store"] = "Ювелирная сеть «Серебряное копытце и дочери» (интернет-магазин)",
        ["bonuses"] = "10000",
        ["over"] = "12345",
        ["available"] = "-10000",
        ["saved"] = "80000",
        ["paid"] = "10000",
        ["debt"] = "10000",
        ["sum"] = "3000,00",
        ["phone"] = "+7916***67",
        ["reason"] = "Клиент вернул товар в магазин в течение четырнадцати дней после получения",
        ["month"] = "2026-09",
        ["code"] = "ABCDE-FGHIJ-KLMNO-PQRST",
        ["undo"] = "ABCD2345",
        ["minutes"] = "10",
    };

    public static TheoryData<string, string> TemplatesAndLocales()
    {
        var data = new TheoryData<string, string>();
        foreach (var template in MessageTemplates.All)
        {
            data.Add(template.Name, "ru");
            data.Add(template.Name, "en");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(TemplatesAndLocales))]
    public void Text_with_long_values_fits_one_sms_and_keeps_its_sums_whole(string name, string locale)
    {
        var text = MessageTemplates.Render(Make(name, locale, LongValues));

        Assert.InRange(text.Length, 10, MessageTemplates.Of(name).Channel == MessageChannel.Email ? int.MaxValue : MessageTemplate.OneSms);
        Assert.DoesNotContain('{', text);
        Assert.DoesNotContain('[', text);
        var sums = MessageTemplates.All.Single(template => template.Name == name).Placeholders.Intersect(["bonuses", "over", "available", "saved", "paid", "sum", "phone", "code"]);
        Assert.All(sums, sum => Assert.Contains(LongValues[sum], text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(TemplatesAndLocales))]
    public void Text_without_any_one_of_its_values_is_refused_by_name_or_leaves_it_out(string name, string locale)
    {
        foreach (var missing in MessageTemplates.All.Single(template => template.Name == name).Placeholders)
        {
            var values = LongValues.Where(value => value.Key != missing).ToDictionary();
            if (IsOptional(name, missing))
            {
                Assert.DoesNotContain('{', MessageTemplates.Render(Make(name, locale, values)));
            }
            else
            {
                var refusal = Assert.Throws<ArgumentException>(() => MessageTemplates.Render(Make(name, locale, values)));
                Assert.Contains($"'{name}' needs a value for '{missing}'", refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("purchase-registered", "ru", "М.Видео: заказ учтён, ждём 65 бонусов")]
    [InlineData("purchase-confirmed", "ru", "М.Видео: покупка подтверждена, +65 бонусов")]
    [InlineData("purchase-confirmed-cut", "ru", "М.Видео: +65 бонусов, сверх месячного лимита: 150")]
    [InlineData("purchase-declined", "ru", "М.Видео: покупка отклонена. Возврат")]
    [InlineData("purchase-reversed", "ru", "М.Видео: покупка отменена, −65 бонусов. Возврат")]
    [InlineData("purchase-on-hold", "ru", "М.Видео: заказ снова на проверке, −65 бонусов. Возврат")]
    [InlineData("reward-taken-back", "ru", "Награда отменена: −65 бонусов. Возврат")]
    [InlineData("settled-debt", "ru", "Ноябрь: долг 21 бонус, его погасят новые начисления")]
    [InlineData("settled", "ru", "Ноябрь: доступно 1 бонус, на телефон 300, отложено 200")]
    [InlineData("settled", "en", "November: 1 bonus available, topped up 300, saved 200")]
    [InlineData("payout-refused", "en", "Top-up of +7916***67 failed, +65 bonuses. Возврат")]
    public void Text_reads_as_written(string name, string locale, string expected) =>
        Assert.Equal(expected, MessageTemplates.Render(Make(name, locale, ShortValues())));

    [Fact]
    public void Parts_of_zero_are_left_out_but_a_balance_of_zero_is_told()
    {
        var values = ShortValues();
        (values["available"], values["paid"]) = ("0", "0");

        Assert.Equal("Ноябрь: доступно 0 бонусов, отложено 200", MessageTemplates.Render(Make("settled", "ru", values)));
    }

    [Theory]
    [InlineData("purchase-confirmed-cut", "М.Видео: сверх месячного лимита: 150")]
    [InlineData("reward-inviter", "Награда за друга, сверх месячного лимита: 150")]
    [InlineData("purchase-reversed", "М.Видео: покупка отменена. Возврат")]
    public void Nothing_is_not_told_as_a_sum(string name, string expected)
    {
        var values = ShortValues();
        values["bonuses"] = "0";

        Assert.Equal(expected, MessageTemplates.Render(Make(name, "ru", values)));
    }

    [Fact]
    public void Long_reason_is_cut_between_words()
    {
        var values = ShortValues();
        values["reason"] = "Магазин отменил подтверждённый заказ";

        Assert.Equal("М.Видео: покупка отменена, −65 бонусов. Магазин отменил…", MessageTemplates.Render(Make("purchase-reversed", "ru", values)));
    }

    [Fact]
    public void Both_languages_tell_the_same_values() => Assert.All(MessageTemplates.All, template =>
    {
        Assert.Equal((template with { English = "" }).Placeholders, (template with { Russian = "" }).Placeholders);
        var subjectOnly = template with { Russian = "", English = "" };
        Assert.Equal(
            (subjectOnly with { Subject = subjectOnly.Subject is { } russian ? russian with { English = "" } : null }).Placeholders,
            (subjectOnly with { Subject = subjectOnly.Subject is { } english ? english with { Russian = "" } : null }).Placeholders);
    });

    [Theory]
    [MemberData(nameof(TemplatesAndLocales))]
    public void Sms_costs_one_part_whatever_its_values(string name, string locale)
    {
        if (MessageTemplates.Of(name).Channel == MessageChannel.Sms)
        {
            Assert.Equal(1, SmsText.Parts(MessageTemplates.Render(Make(name, locale, LongValues))));
        }
    }

    private static readonly string[] Security =
        ["left", "left-lost", "leaving", "leaving-undone", "email-changed", "email-confirmed", "goal-added", "certificate-shown"];

    /// <summary>A code that somebody waits for, and what concerns security; everything else is news.</summary>
    [Fact]
    public void Only_what_carries_a_code_or_concerns_security_is_urgent() => Assert.All(
        MessageTemplates.All.Where(template => template.Channel == MessageChannel.Sms),
        template => Assert.True(template.Urgent == (template.Placeholders.Contains("code") || Security.Contains(template.Name)),
            template.Name));

    [Theory]
    [MemberData(nameof(TemplatesAndLocales))]
    public void Letter_has_a_subject_and_an_address_and_an_sms_has_neither(string name, string locale)
    {
        var message = Make(name, locale, LongValues);

        if (MessageTemplates.Of(name).Channel == MessageChannel.Sms)
        {
            Assert.Contains(
                "no letter", Assert.Throws<ArgumentException>(() => MessageTemplates.RenderLetter(message with { Email = "a@example.ru" })).Message,
                StringComparison.Ordinal);
        }
        else
        {
            var letter = MessageTemplates.RenderLetter(message);
            Assert.Equal((message.Email, MessageTemplates.Render(message)), (letter.To, letter.Text));
            Assert.InRange(letter.Subject.Length, 5, 78);
            Assert.DoesNotContain('{', letter.Subject);
            Assert.DoesNotContain('\n', letter.Subject);
            Assert.Contains(
                "an address", Assert.Throws<ArgumentException>(() => MessageTemplates.RenderLetter(message with { Email = null })).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Unknown_template_is_refused_with_the_list()
    {
        var refusal = Assert.Throws<ArgumentException>(() => MessageTemplates.Render(Make("purchase-lost", "ru", LongValues)));

        Assert.Contains("'purchase-lost'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("purchase-registered", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bonuses", "many", "whole number")]
    [InlineData("bonuses", "1.5", "whole number")]
    public void Value_of_the_wrong_form_is_refused(string name, string value, string complaint)
    {
        var values = ShortValues();
        values[name] = value;

        Assert.Contains(
            complaint,
            Assert.Throws<ArgumentException>(() => MessageTemplates.Render(Make("purchase-confirmed", "ru", values))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_put_on_one_line_and_never_read_as_placeholders()
    {
        var values = ShortValues();
        values["store"] = "{over}\r\n[Shop]\0";

        Assert.Equal("{over} [Shop]: заказ учтён, ждём 65 бонусов", MessageTemplates.Render(Make("purchase-registered", "ru", values)));
    }

    [Fact]
    public void Shortened_name_is_never_cut_inside_a_character()
    {
        for (var length = 1; length < 60; length++)
        {
            var values = ShortValues();
            values["store"] = new string('a', length) + string.Concat(Enumerable.Repeat("🛒", 30));

            var text = MessageTemplates.Render(Make("purchase-registered", "ru", values));

            Assert.InRange(text.Length, 30, MessageTemplate.OneSms);
            Assert.Equal(text, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(
                new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text)));
        }
    }

    private static bool IsOptional(string name, string placeholder) => (name, placeholder) switch
    {
        (_, "reason" or "undo") => true,
        ("settled", "paid" or "saved") => true,
        (_, "over") => name.StartsWith("reward-", StringComparison.Ordinal),
        ("purchase-reversed" or "purchase-on-hold" or "purchase-confirmed-cut", "bonuses") => true,
        ("reward-friend" or "reward-inviter" or "reward-welcome" or "reward-receipt", "bonuses") => true,
        _ => false,
    };

    private static Dictionary<string, string> ShortValues() => new()
    {
        ["store"] = "М.Видео",
        ["bonuses"] = "65",
        ["over"] = "150",
        ["available"] = "1",
        ["saved"] = "200",
        ["paid"] = "300",
        ["phone"] = "+7916***67",
        ["debt"] = "21",
        ["reason"] = "Возврат",
        ["month"] = "2026-11",
    };

    private static Message Make(string template, string locale, Dictionary<string, string> values)
    {
        Assert.True(Phone.TryParse("+79161234567", out var phone, out _));
        return new Message(phone, template, values, locale, "anna@example.ru");
    }
}
