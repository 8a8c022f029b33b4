using System.Globalization;
using Cashback.Networks;

namespace Cashback.Api.Tests.Networks;

/// <summary>The messages that each network documents, over HTTP, one after the other, and what becomes of the purchase.</summary>
public sealed class NetworkStoryTests(SharedApi shared)
{
    /// <summary>All but those that sign: see <see cref="SignedPostbackTests"/>.</summary>
    public static TheoryData<string> Unsigned() =>
        [.. NetworkSample.Networks.Where(network => BuiltInNetworks.Find(network)!.Signature is null)];

    [Theory, MemberData(nameof(Unsigned))]
    public async Task Orders_life_is_what_the_network_tells_of_it(string network)
    {
        // Another id for admitad, which other tests use as it is: the description is the same.
        var partner = await Partner.OfAsync(shared.Api, network + "-x", new { like = network });
        foreach (var sample in NetworkSample.Of(network).Where(sample => sample.Answer is not null))
        {
            var (query, body, type) = sample.Raw(partner.Clicked.ClickId);
            using var response = await partner.SendAsync(query, body, type);
            var (result, answer) = await Partner.ResultAsync(response);
            Assert.Equal((sample.What, sample.Answer), (sample.What, result));
            if (sample.Then is null)
            {
                continue;
            }

            var purchase = await partner.Clicked.PurchaseAsync(answer.GetProperty("purchaseId").GetString()!);
            var amount = purchase.GetProperty("amount");
            var then = sample.Then.Split(' ');
            Assert.Equal(
                (sample.What, then[0], decimal.Parse(then[1], CultureInfo.InvariantCulture), then[2]),
                (sample.What,
                    purchase.GetProperty("status").GetString()!,
                    decimal.Parse(amount.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture),
                    amount.GetProperty("currency").GetString()!));
        }
    }

    [Fact]
    public async Task Key_comes_with_an_address_for_each_event_of_the_network()
    {
        var partner = await Partner.OfAsync(shared.Api, "actionpay");
        using var operations = shared.Api.Operator();
        using var made = await operations.PostAsync("/ops/v1/networks/actionpay/keys", null);
        var key = await made.JsonAsync();
        var path = key.GetProperty("postbackPath").GetString();

        Assert.Equal(
            [("create", $"{path}?cb_event=create"), ("accept", $"{path}?cb_event=accept"), ("decline", $"{path}?cb_event=decline")],
            key.GetProperty("urls").EnumerateArray().Select(url => (url.GetProperty("name").GetString(), url.GetProperty("path").GetString())));
        using var response = await shared.Api.Client.GetAsync(
            key.GetProperty("urls")[1].GetProperty("path").GetString() + $"&apid=AP-9&payment=50&subaccount={partner.Clicked.ClickId}");
        Assert.Equal("applied", (await Partner.ResultAsync(response)).Result);
    }
}
