using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Api.Tests.Postbacks;

public sealed class PartnerMetricsTests
{
    [Fact]
    public async Task Messages_are_counted_by_result_and_the_quarantines_size_and_age_are_told()
    {
        await using var api = await TestApi.StartAsync();
        var clicked = await Clicked.ByAsync(api);
        var seen = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            // Of this host only: other tests' have meters of the same name.
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Scope == api.Services.GetRequiredService<IMeterFactory>())
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var name = instrument.Name;
            foreach (var tag in tags)
            {
                name += $" {tag.Value}";
            }

            seen.AddOrUpdate(name, value, (_, sum) => instrument.IsObservable ? value : sum + value);
        });
        listener.Start();

        var message = clicked.Message();
        Assert.Equal("200", await api.PostbackAsync(message).OutcomeAsync());
        Assert.Equal("200", await api.PostbackAsync(message).OutcomeAsync());
        Assert.Equal("400 invalid-request", await api.PostbackAsync(clicked.Message(("order_sum", "much"))).OutcomeAsync());
        for (var n = 0; n < 3; n++)
        {
            Assert.Equal("200", await api.PostbackAsync(clicked.Message(("subid", "nobody"))).OutcomeAsync());
        }

        Assert.Equal("200", await api.PostbackAsync(clicked.Message(("payment_status", "odd"))).OutcomeAsync());
        await api.AdvanceAsync(TimeSpan.FromHours(2));
        listener.RecordObservableInstruments();

        Assert.Equal(1, seen["cashback.postbacks admitad applied"]);
        Assert.Equal(1, seen["cashback.postbacks admitad unchanged"]);
        Assert.Equal(1, seen["cashback.postbacks admitad invalid"]);
        Assert.Equal(4, seen["cashback.postbacks admitad quarantined"]);
        Assert.Equal(3, seen["cashback.quarantine.open admitad unknown-click"]);
        Assert.Equal(1, seen["cashback.quarantine.open admitad unknown-status"]);
        Assert.InRange(seen["cashback.quarantine.oldest.age admitad unknown-click"], 7_200, 7_300);
    }
}
