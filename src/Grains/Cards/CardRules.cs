namespace Cashback.Cards;

/// <summary>The terms of the cards as the decisions need them.</summary>
internal sealed class CardRules(CardTerms terms, ProgrammeCalendar calendar)
{
    public CardTerms Terms { get; } = terms;

    public MerchantCategories Categories { get; } = new(terms);

    public ProgrammeCalendar Calendar { get; } = calendar;
}
