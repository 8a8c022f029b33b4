using System.Collections.Concurrent;
using Cashback.Receipts;

namespace Cashback.Gateways;

/// <summary>
/// A tax service in memory: every receipt of a sale exists, with one line of milk for its whole sum, bought in Moscow at
/// the shop <see cref="RetailerInn"/>, or with the document that a test has set for it. Can be made to answer <c>not-yet</c>,
/// <c>unknown</c> or <c>busy</c>.
/// </summary>
public sealed class SandboxFiscalData(SandboxControls controls) : IFiscalDataService
{
    public const string RetailerInn = "7825706086";
    private readonly ConcurrentDictionary<ReceiptName, FiscalReceipt> _documents = new();

    public bool IsConfigured => true;

    public void Put(FiscalReceipt receipt) => _documents[receipt.Name] = receipt;

    public static FiscalReceipt Milk(ReceiptQr receipt) => new(
        receipt.Name, receipt.Operation, receipt.Time, receipt.Sum, RetailerInn, "Sandbox", "Москва, ул. Тверская, 1", "77",
        [new FiscalLine("*Молоко   ДОМИК 3,2% 1л", 1, receipt.Sum)]);

    public Task<FiscalAnswer> FindAsync(ReceiptQr receipt, int attempt, CancellationToken cancellation) =>
        controls.FiscalData.RunAsync(refusal => Find(receipt, refusal), cancellation);

    private FiscalAnswer Find(ReceiptQr receipt, string? refusal) => refusal switch
    {
        null => new FiscalAnswer(FiscalStatus.Found, _documents.GetValueOrDefault(receipt.Name) ?? Milk(receipt)),
        "busy" => new FiscalAnswer(FiscalStatus.Busy, Why: "The sandbox was told to be busy."),
        "unknown" => new FiscalAnswer(FiscalStatus.Unknown),
        _ => new FiscalAnswer(FiscalStatus.NotYet),
    };
}
