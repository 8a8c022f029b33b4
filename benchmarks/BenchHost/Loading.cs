using System.Diagnostics;
using Cashback.Networks;
using Cashback.Stores;
using Cashback.Subscribers;

namespace Cashback.Benchmarks.Host;

/// <summary>Fills the store through the grains, many at a time, and wakes the subscribers before a measurement.</summary>
internal static class Loading
{
    private const int AtOnce = 256;

    public static void Map(WebApplication app)
    {
        app.MapPost("/bench/load", LoadAsync).DisableRequestTimeout();
        app.MapPost("/bench/wake", WakeAsync).DisableRequestTimeout();
    }

    private static async Task<long> LoadAsync(int subscribers, int stores, IGrainFactory grains)
    {
        var watch = Stopwatch.StartNew();
        var network = grains.GetGrain<INetworkGrain>(GrainKeys.Network(Population.Network));
        await network.PutAsync(null);
        await network.EnsureKeyAsync(Population.NetworkKey);
        for (var store = 0; store < stores; store++)
        {
            var put = await grains.GetGrain<IPartnerStoreGrain>(GrainKeys.Store(Population.StoreId(store))).PutAsync(Profile(store));
            if (put.Rejection is { } rejection)
            {
                throw new InvalidOperationException($"Store {store}: {rejection}");
            }
        }

        await ForAllAsync(0, subscribers, number => Grain<ISubscriberEventsGrain>(grains, number).RegisterAsync(
            new Registration(Population.PhoneOf(number), SubscriberKind.Individual, "ru")));
        return watch.ElapsedMilliseconds;
    }

    private static async Task<long> WakeAsync(int subscribers, IGrainFactory grains, int from = 0)
    {
        var watch = Stopwatch.StartNew();
        await ForAllAsync(from, subscribers, async number =>
        {
            if (await Grain<ISubscriberAccountGrain>(grains, number).GetAccountAsync() is null)
            {
                throw new InvalidOperationException($"Subscriber {number} is not there.");
            }
        });
        return watch.ElapsedMilliseconds;
    }

    private static Task ForAllAsync(int from, int subscribers, Func<int, Task> act) => Parallel.ForEachAsync(
        Enumerable.Range(from, subscribers),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (number, _) => await act(number));

    private static TGrain Grain<TGrain>(IGrainFactory grains, int number)
        where TGrain : IGrainWithStringKey => grains.GetGrain<TGrain>(GrainKeys.Subscriber(Population.SubscriberId(number)));

    private static StoreProfile Profile(int store) => new()
    {
        Id = Population.StoreId(store),
        Name = Population.StoreName(store),
        Categories = ["online"],
        Network = Population.Network,
        LinkTemplate = "https://ad.example/g/abc/?subid={click}",
        Tariffs =
        [
            new Tariff(Tariff.DefaultCode, "Обычный", Rate.OfPercent(Population.PercentOf(store, sale: false))),
            new Tariff(Population.SaleTariff, "Распродажа", Rate.OfPercent(Population.PercentOf(store, sale: true))),
        ],
        ConfirmationDays = Population.ConfirmationDays,
    };
}
