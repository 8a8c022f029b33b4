namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    public Task<Outcome<Click>> VisitStoreAsync(StoreVisit visit) => DecideForParticipantAsync<Click>((current, now) =>
    {
        var (next, at) = current.Visit(visit, now, MakeId);
        return (next, new Click(MakeId(at), at));

        string MakeId(DateTimeOffset time) => codes.Clicks.Make(Id, visit.StoreId, time, visit.Terms);
    });
}
