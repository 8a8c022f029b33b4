using Cashback.Stores;

namespace Cashback.Api.Operations;

/// <param name="Imported">Lines whose store stands now as the line says.</param>
public sealed record ImportBody(int Imported, int Refused, IReadOnlyList<ImportedLine> Lines);

/// <param name="Line">Of the file; the header is line 1.</param>
/// <param name="Result">imported or refused.</param>
/// <param name="Field">The column at fault.</param>
public sealed record ImportedLine(int Line, string? StoreId, string Result, string? Field = null, string? Error = null);

/// <summary>Puts the stores of a file. A line counts as a whole or not at all; the same file again changes nothing.</summary>
public sealed class StoreImport(IGrainFactory grains, ProgrammeCalendar calendar, TimeProvider clock)
{
    private const int AtATime = 16;

    public async Task<ImportBody> ImportAsync(StoreCsv file, TextLanguage language)
    {
        var lines = file.Lines(calendar, clock.GetUtcNow());
        var results = new ImportedLine[lines.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, lines.Count),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (i, _) => results[i] = await PutAsync(lines[i], language));
        var imported = results.Count(line => line.Error is null);
        return new ImportBody(imported, results.Length - imported, results);
    }

    private async Task<ImportedLine> PutAsync(StoreLine line, TextLanguage language)
    {
        if (line.Profile is not { } profile)
        {
            return new ImportedLine(line.Number, line.StoreId, "refused", line.Field, line.Error?.In(language));
        }

        var put = await grains.GetGrain<IPartnerStoreGrain>(GrainKeys.Store(profile.Id)).PutAsync(profile);
        return put.Rejection is { } rejection
            ? new ImportedLine(line.Number, profile.Id, "refused", rejection.Field, rejection.Detail.In(language))
            : new ImportedLine(line.Number, profile.Id, "imported");
    }
}
