using Cashback.Catalogue;
using Cashback.Claims;
using Cashback.Currencies;
using Cashback.Storage;
using Cashback.Subscribers;
using Orleans.Concurrency;

namespace Cashback.Stores;

/// <summary>
/// Reentrant: a busy store's clicks wait for their subscribers side by side. That is safe because every decision is made
/// synchronously on what is saved. Postbacks don't come here: <see cref="StorePostbacksGrain"/>.
/// </summary>
[Reentrant]
internal sealed class PartnerStoreGrain(
    [PersistentState(StateNames.Store, StorageNames.Records)] IPersistentState<Stored<Store>> state,
    ProgrammeCalendar calendar,
    TimeProvider clock)
    : RecordGrain<Store>(state), IPartnerStoreGrain, IStoreRecordGrain
{
    public Task<StoreProfile?> GetAsync() => Task.FromResult(Record?.Offer(clock.GetUtcNow()));

    public async Task<Outcome<StoreProfile>> PutAsync(StoreProfile profile)
    {
        var now = clock.GetUtcNow();
        if (StoreRules.Check(profile, now) is { } rejection)
        {
            return rejection;
        }

        if (GrainKeys.Store(profile.Id) != this.GetPrimaryKeyString())
        {
            return new Rejection("invalid-store", new("The profile is of another store.", "Эти данные относятся к другому магазину."), RejectionKind.Unacceptable, "id");
        }

        // Decided on what another request has decided and is still writing; clicks and reports go by what is saved.
        var next = Decided is { } store ? store.Put(profile, now) : Store.New(profile, now);
        await SaveAsync(next);

        // Sent even when nothing is new: a crash after the save is mended by the same request.
        var offer = next.Offer(now);
        await GrainFactory.GetGrain<ICatalogueGrain>(GrainKeys.Catalogue).PutAsync(offer);
        return offer;
    }

    public Task<Outcome<StoreProfile>> BoostAsync(string code, Tariff? boost)
    {
        if (Decided is not { } store)
        {
            return Task.FromResult<Outcome<StoreProfile>>(new Rejection("unknown-store", new("There is no such store.", "Такого магазина нет."), RejectionKind.NotFound));
        }

        var boosted = store.WithBoost(code, boost, clock.GetUtcNow());
        return boosted.Value is { } profile ? PutAsync(profile) : Task.FromResult<Outcome<StoreProfile>>(boosted.Rejection!);
    }

    public async Task<Outcome<StoreClick>> ClickAsync(string subscriberId)
    {
        if (Record is not { } store)
        {
            return new Rejection("unknown-store", new("There is no such store.", "Такого магазина нет."), RejectionKind.NotFound);
        }

        if (!store.Profile.Active)
        {
            return new Rejection("store-inactive", new("The store does not take part in the programme now.", "Сейчас магазин не участвует в программе."));
        }

        var terms = store.Terms.Version;
        var visit = new StoreVisit(store.Profile.Id, store.Profile.Name, store.RateOf(terms, clock.GetUtcNow()), terms);
        var visited = await Subscriber(subscriberId).VisitStoreAsync(visit);
        return visited.Value is { } click
            ? new StoreClick(click.Id, store.LinkFor(click.Id), store.RateOf(terms, click.At))
            : visited.Rejection!;
    }

    public async Task<Outcome<Claim>> FileClaimAsync(string subscriberId, ClaimFiling filing)
    {
        if (Record is not { Profile: var store })
        {
            return new Rejection("unknown-store", new("There is no such store.", "Такого магазина нет."), RejectionKind.NotFound);
        }

        // What was paid in another currency could never be credited.
        var currency = filing.Amount.Currency;
        if (currency != store.Currency && (await GrainFactory.GetGrain<IExchangeRatesGrain>(GrainKeys.ExchangeRates).GetAsync())
            .Find(currency, calendar.DayOf(filing.OrderedAt)) is null)
        {
            return new Rejection("unknown-currency", new(
                $"{currency} has no exchange rate here.",
                $"Для валюты {currency} нет курса."), RejectionKind.Unacceptable, "amount.currency");
        }

        var filed = await Subscriber(subscriberId).FileClaimAsync(
            filing with { StoreName = store.Name, Network = store.Network, Terms = store.Claims });
        if (filed.Value is { } claim)
        {
            // Not left to the outbox: a report that begins after the answer is to find the claim among those that are open.
            await GrainFactory.GetGrain<IClaimGrain>(GrainKeys.Claim(claim.Id)).FileAsync(claim);
        }

        return filed;
    }

    public Task<Store?> GetRecordAsync() => Task.FromResult(Record);

    private ISubscriberPartnerGrain Subscriber(string subscriberId) =>
        GrainFactory.GetGrain<ISubscriberPartnerGrain>(GrainKeys.Subscriber(subscriberId));
}
