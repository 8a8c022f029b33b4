namespace Cashback.Cards;

/// <summary>The terms of the cards as the decisions need them.</summary>
internal sealed class CardRules(CardSettings settings, ProgrammeCalendar calendar)
{
    private readonly CardTerms _debit = settings.ToTerms(CardProduct.Debit);
    private readonly CardTerms _credit = settings.ToTerms(CardProduct.Credit);

    public MerchantCategories Categories { get; } = new(settings.ToTerms());

    public CardTerms TermsOf(CardProduct product) => product == CardProduct.Credit ? _credit : _debit;

    public ProgrammeCalendar Calendar { get; } = calendar;
}
