using Cashback.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cashback.Purchases;

/// <summary>
/// Writes the final snapshot of a purchase into its line's record without an activation. Nearly all lines still have the record with
/// which they began, so that nothing has to be read first.
/// </summary>
internal sealed class OrderLineArchive(IGrainFactory grains, IServiceProvider services)
{
    /// <summary>The etag of a record that was written once.</summary>
    private const string FirstVersion = "1";

    private readonly Lazy<IGrainStorage> _storage = new(() => services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Ledger));

    /// <param name="final">Of a line whose owner is the snapshot's subscriber for certain.</param>
    /// <returns>False: the record has been written again since the line began; its grain has to apply the snapshot.</returns>
    public async Task<bool> TryWriteAsync(PurchaseSnapshot final)
    {
        var state = StateOf(new Stored<OrderLine> { Record = OrderLine.Apply(null, final) });
        state.ETag = FirstVersion;
        state.RecordExists = true;
        try
        {
            await _storage.Value.WriteStateAsync(StateNames.Purchase, IdOf(final.Order), state);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    /// <summary>What is stored; null: the line is not known.</summary>
    public async Task<OrderLine?> ReadAsync(OrderKey order)
    {
        var state = StateOf(new Stored<OrderLine>());
        await _storage.Value.ReadStateAsync(StateNames.Purchase, IdOf(order), state);
        return state.State?.Record;
    }

    private GrainId IdOf(OrderKey order) => grains.IdOf<IPurchaseGrain>(GrainKeys.Order(order));

    private static GrainState<Stored<OrderLine>> StateOf(Stored<OrderLine> stored) => new(stored);
}
