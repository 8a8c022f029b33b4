namespace Cashback.Demo;

public sealed partial class Programme
{
    /// <summary>What operations see of the messages to a subscriber, newest first: neither number nor text.</summary>
    public async Task<IReadOnlyList<SentMessage>> MessagesAsync(string subscriberId) =>
        (await SendAsync<Items<SentMessage>>(HttpMethod.Get, $"/ops/v1/subscribers/{subscriberId}/messages?limit=100")).List;
}

public sealed record SentMessage(string Id, string Template, string Channel, string Status);
