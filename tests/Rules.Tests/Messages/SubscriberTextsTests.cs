using Cashback.Messages;
using Cashback.Payouts;
using Cashback.Purchases;
using Cashback.Rules.Tests.Tidy;
using Cashback.Subscribers;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Messages;

/// <summary>What subscribers are told and read: with a reason, about something, in their own words.</summary>
public sealed class SubscriberTextsTests
{
    public static TheoryData<string> TakingAway => ["purchase-declined", "purchase-reversed", "payout-refused", "reward-taken-back"];

    [Theory, MemberData(nameof(TakingAway))]
    public void Message_that_takes_away_gives_the_reason_of_the_history(string template)
    {
        var subscriber = template switch
        {
            "purchase-declined" => Subscriber(locale: "ru").Reported(Report(70)).Reported(Report(70, ReportedStatus.Declined) with { Reason = "Клиент вернул товар" }),
            "purchase-reversed" =>
                Subscriber(locale: "ru").Reported(Report(70, ReportedStatus.Confirmed)).Reported(
                    Report(70, ReportedStatus.Declined) with { Reason = "Клиент вернул товар" }),
            "payout-refused" => Refused(Subscriber(locale: "ru").Accrued(70).SettledOn(2026, 12, 1), "Номер заблокирован"),
            _ => Subscriber(locale: "ru")
                .Rewarded(new RewardReport("r", RewardKind.Receipt, 70, 1, "Магазин"))
                .Rewarded(new RewardReport("r", RewardKind.Receipt, 0, 2, "Магазин") { Reason = "Товар вернули" }),
        };

        var message = subscriber.Outbox.Entries.OfType<SendMessage>().Single(sent => sent.Template == template);

        Assert.NotEmpty(message.Values["reason"]);
        Assert.Contains(message.Values["reason"], subscriber.History.Tail[^1].Reason, StringComparison.Ordinal);
        Assert.Contains(
            $". {message.Values["reason"]}"[..8], MessageTemplates.Render(new Message(Own, template, message.Values, "ru")), StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_without_a_reason_of_its_own_says_that_the_shop_declined()
    {
        var declined = Subscriber(locale: "ru").Reported(Report(70)).Reported(Report(70, ReportedStatus.Declined));

        Assert.Equal("Магазин отклонил заказ", declined.Outbox.Entries.OfType<SendMessage>().Last().Values["reason"]);
    }

    [Theory]
    [InlineData(ReportedStatus.Created)]
    [InlineData(ReportedStatus.Confirmed)]
    [InlineData(ReportedStatus.Declined)]
    public void Purchase_too_small_to_pay_brings_no_sms(object status)
    {
        var small = Report(0) with { Amount = Money.Rubles(9.80m) };
        var subscriber = Subscriber().Reported(small).Reported(small with { Status = (ReportedStatus)status });

        Assert.Empty(subscriber.Messages());
        Assert.Empty(subscriber.Expire(subscriber.The().Order, Now.AddDays(90)).Messages());
        Assert.Contains(subscriber.History.Tail, line => line is { Type: "purchase" });
    }

    [Fact]
    public void Debt_is_called_a_debt()
    {
        var owing = Subscriber(locale: "ru").Accrued(100).SettledOn(2026, 12, 1);
        owing = Paid(owing).Reported(
            Report(100, ReportedStatus.Declined, "earned"), Now.AddMonths(1)).Reported(Report(30, ReportedStatus.Confirmed), Now.AddMonths(1));

        var settled = owing.SettledOn(2027, 1, 1).Outbox.Entries.OfType<SendMessage>().Last();

        Assert.Equal("Декабрь: долг 70 бонусов, его погасят новые начисления", MessageTemplates.Render(new Message(Own, settled.Template, settled.Values, "ru")));
    }

    [Fact]
    public void Months_are_named_and_money_is_written_as_people_write_it()
    {
        var subscriber = Subscriber(locale: "ru").Accrued(30).Reported(
            Report(0) with { Amount = Money.Rubles(8_000m), Rate = Rate.OfPercent(5) })
            .Reported(Report(0) with { Amount = Money.Rubles(400m), Rate = Rate.OfPercent(5) }).SettledOn(2026, 12, 1);

        Assert.Contains(subscriber.History.Tail, line => line.Title == "Итоги ноября 2026 года");
        Assert.Contains(subscriber.History.Tail, line => line.Reason == "Сумма заказа изменилась: 8\u00a0000,00\u00a0₽ → 400,00\u00a0₽");
    }

    [Fact]
    public void Cashback_is_spelled_in_russian_with_e_everywhere() => Assert.All(
        Repository.TextFiles(),
        file => Assert.DoesNotContain("к" + "эш", string.Join('\n', Repository.Lines(file)), StringComparison.OrdinalIgnoreCase));

    private static Subscriber Paid(Subscriber subscriber) =>
        subscriber.PayoutAnswered(subscriber.Payouts.Single().Request.PayoutId, new PayoutAnswer(true), Now);

    private static Subscriber Refused(Subscriber subscriber, string reason) =>
        subscriber.PayoutAnswered(subscriber.Payouts.Single().Request.PayoutId, new PayoutAnswer(false, reason), Now);
}
