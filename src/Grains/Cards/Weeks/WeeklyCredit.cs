namespace Cashback.Cards;

/// <summary>
/// What a Friday credits: what the weeks earned and what was carried, within the room that the month's limit leaves. What
/// does not fit is lost; what is below zero is carried to the next Friday.
/// </summary>
internal readonly record struct WeeklyCredit(decimal Amount, decimal OverLimit, decimal CarriedOut)
{
    /// <param name="room">What the month's limit leaves; zero or above.</param>
    public static WeeklyCredit Of(decimal earned, decimal carriedIn, decimal room)
    {
        var sum = earned + carriedIn;
        if (sum <= 0)
        {
            return new(0, 0, sum);
        }

        var amount = Math.Min(sum, room);
        return new(amount, sum - amount, 0);
    }
}
