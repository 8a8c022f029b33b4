using System.Globalization;
using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Campaigns;

/// <summary>
/// A promise is covered by the budget before it is saved, and a claim that is given back is saved before the budget
/// is called: whatever breaks off in between, more is covered than promised, and never less. The same call again, or the
/// next one of this book, puts it right.
/// </summary>
internal sealed class WelcomeClaimsGrain(
    [PersistentState(StateNames.WelcomeClaims, StorageNames.Records)] IPersistentState<Stored<ClaimBook>> state)
    : RecordGrain<ClaimBook>(state), IWelcomeClaimsGrain
{
    public async Task<ClaimResult> ClaimAsync(WelcomeClaim claim)
    {
        var book = Record ?? new ClaimBook();
        var answer = book.AnswerTo(claim);
        if (answer is { } known && !(known == ClaimResult.Released && !claim.Wanted))
        {
            return known;
        }

        var next = answer is null ? book.With(claim) : book;
        if (!claim.Wanted)
        {
            // Sent even when nothing is new: a crash after the save is mended by the same call.
            await SaveAsync(next);
            await ReserveAsync(next);
            return ClaimResult.Released;
        }

        if (!await ReserveAsync(next))
        {
            return ClaimResult.BudgetSpent;
        }

        await SaveAsync(next);
        return ClaimResult.Granted;
    }

    private Task<bool> ReserveAsync(ClaimBook book)
    {
        var (campaign, number) = GrainKeys.IdOf(this.GetPrimaryKeyString()).Split(':') is [var id, var text]
            ? (id, int.Parse(text, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"{this.GetPrimaryKeyString()} is no book of claims.");
        return GrainFactory.GetGrain<IWelcomeBudgetGrain>(
            GrainKeys.WelcomeBudget(campaign)).ReserveAsync(number, book.Total, book.Revision);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<ClaimBook>))]
[JsonSerializable(typeof(Stored<WelcomeBudget>))]
internal sealed partial class WelcomeJson : JsonSerializerContext;
