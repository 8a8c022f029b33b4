namespace Cashback.Receipts;

/// <summary>Finds what a receipt says. An exception means no answer: it is queried again.</summary>
public interface IFiscalDataService
{
    /// <summary>False: none is configured, and receipts are not taken.</summary>
    bool IsConfigured { get; }

    /// <param name="attempt">Counts up from 1: the service is asked in another way where the first one found nothing.</param>
    Task<FiscalAnswer> FindAsync(ReceiptQr receipt, int attempt, CancellationToken cancellation);
}

/// <summary>The answer of the service.</summary>
public enum FiscalStatus
{
    Found,

    /// <summary>Not there yet: tills hand their documents over within days.</summary>
    NotYet,

    /// <summary>There is no such receipt, as far as the service knows now.</summary>
    Unknown,

    /// <summary>A limit, a pause that it demands, a token that it does not take: not an answer about the receipt.</summary>
    Busy,
}

/// <param name="Receipt">With <see cref="FiscalStatus.Found"/>.</param>
/// <param name="Why">In words; for ops.</param>
public sealed record FiscalAnswer(FiscalStatus Status, FiscalReceipt? Receipt = null, string? Why = null);

/// <summary>A receipt as the tax service has it: texts trimmed, sums in rubles.</summary>
/// <param name="Time">By the till's wall clock.</param>
/// <param name="Region">The region's code, of two digits; null: not given.</param>
public sealed record FiscalReceipt(
    ReceiptName Name,
    int Operation,
    DateTime Time,
    decimal Sum,
    string RetailerInn,
    string? Retailer,
    string? Address,
    string? Region,
    IReadOnlyList<FiscalLine> Lines);

/// <param name="Quantity">Pieces, kilograms, …: decimal.</param>
/// <param name="Sum">Rubles.</param>
public sealed record FiscalLine(string Name, decimal Quantity, decimal Sum);
