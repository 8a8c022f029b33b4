using Cashback.Payouts;
using Cashback.Programme;
using Cashback.Purchases;
using Cashback.Rewards;
using Cashback.Statements;

namespace Cashback.Subscribers;

/// <summary>The 1st: a month closes, its accruals become available and are spent on the goals.</summary>
internal sealed partial record Subscriber
{
    /// <summary>
    /// Closes every month that has ended. Done before any other decision, so that a reader after midnight sees the
    /// settled state; twice, from two machines, or after a crash: the same result, since it depends on nothing but
    /// the record and the calendar.
    /// </summary>
    public Subscriber Settled(DateTimeOffset now, ProgrammeRules rules)
    {
        if (Left is not null || Departing is not null)
        {
            return LeaveIfDue(now);
        }

        var current = rules.Calendar.MonthOf(now);
        var next = this;
        while (next.Accrual.Month < current)
        {
            next = next.SettlementDue || next.Leaving.Any() || next.LeavingRewards.Any()
                ? next.CloseMonth(rules)
                : next with { Accrual = new Accrual(current, 0) };
        }

        return next;
    }

    private IEnumerable<Purchase> Archivable =>
        Purchases.Where(purchase => purchase is { Status: not PurchaseStatus.Pending, Disowned: false });

    /// <summary>
    /// The purchases that leave with the month that closes: not those that an earlier one has listed and that are still on
    /// their way.
    /// </summary>
    private IEnumerable<Purchase> Leaving => Archivable.Where(purchase => !Outbox.Entries.Any(entry => entry
        is WriteStatement { Statement.Purchases: var listed } && listed.Contains(purchase.Order)
        || entry is NotifyPurchase { ArchiveIn: not null, Order: var notified } && notified == purchase.Order));

    /// <summary>The month whose statement lists a purchase that is still in the record, on its way out; null: none does.</summary>
    public YearMonth? ListedIn(OrderKey order) => Outbox.Entries.OfType<WriteStatement>()
        .FirstOrDefault(entry => entry.Statement.Purchases.Contains(order))?.Statement.Month
        ?? (Outbox.Find(Outbox.PurchaseEntryId(order)) as NotifyPurchase)?.ArchiveIn;

    private IEnumerable<Reward> LeavingRewards => RewardsOrNone.Open.Where(reward => Outbox.Find(Outbox.RewardEntryId(reward.Id)) is null);

    private Subscriber CloseMonth(ProgrammeRules rules)
    {
        var month = Accrual.Month;
        var at = rules.Calendar.StartOf(month.Next);
        var due = SettlementDue;
        var accrued = Accrual.Earned;
        var before = Balance.Available;

        var next = this with { Accrual = new Accrual(month.Next, 0), Balance = Balance.MakeAvailable(accrued) };
        next = due ? next.Log(at, new("settlement", Texts.MonthClosed(month), Texts.BecameAvailable(accrued))) : next;

        var served = Goals.InOrder.Where(goal => GoalRules.WhySuspended(goal, Phone, rules.TopUpOthers) is null);
        var allocations = GoalAllocation.Spend(next.Balance.Available, served, Balance.Savings, rules.TopUpCeiling);
        next = allocations.Aggregate(next, (subscriber, allocation) => subscriber.SpendOn(allocation, month, at));

        var statement = new Statement
        {
            SubscriberId = Id,
            Month = month,
            Previous = LastStatement,
            Accrued = accrued,
            AvailableBefore = before,
            Payouts = [.. allocations.Where(IsTopUp).Select(a => new StatementPayout(PayoutId(month, a.Goal), a.Goal.Phone!.Value,
                a.Bonuses))],
            SetAside = allocations.Where(allocation => allocation.Goal.Type == GoalType.Smartphone).Sum(allocation => allocation.Bonuses),
            AvailableAfter = next.Balance.Available,
            ClosedAt = at,
            Purchases = [.. Leaving.OrderByDescending(purchase => purchase.RegisteredAt).Select(purchase => purchase.Order)],
        };
        next = next with { LastStatement = month, Outbox = next.Outbox.WriteStatement(statement) };
        next = LeavingRewards.Aggregate(
            next, (subscriber, reward) => subscriber with { Outbox = subscriber.Outbox.ArchiveReward(reward.Id) });
        return accrued != 0 || allocations.Length > 0 ? next.SendSettled(statement) : next;
    }

    private Subscriber SpendOn(Allocation allocation, YearMonth month, DateTimeOffset at) => allocation.Goal.Type switch
    {
        GoalType.TopUp => StartTopUp(allocation, month, at),
        GoalType.Smartphone => (this with { Balance = Balance.SetAside(allocation.Bonuses) })
            .Log(at, new("savings", Texts.SetAside(allocation.Bonuses)) { GoalId = allocation.Goal.Id }),
    };

    private Subscriber StartTopUp(Allocation allocation, YearMonth month, DateTimeOffset at)
    {
        var (goal, bonuses) = allocation;
        var request = new PayoutRequest(PayoutId(month, goal), Id, goal.Phone!.Value, bonuses);
        var next = this with
        {
            Balance = Balance.StartPayout(bonuses),
            Payouts = Payouts.Add(new OpenPayout(request, goal.Id)),
            Outbox = Outbox.StartPayout(request),
        };
        return next.Log(
            at, new("payout", Texts.PayoutStarted(request.Phone), Bonuses: -bonuses) { GoalId = goal.Id, PayoutId = request.PayoutId });
    }

    /// <summary>The billing system's final answer on a payout. One that is no longer open was answered before: nothing changes.</summary>
    public Subscriber PayoutAnswered(string payoutId, PayoutAnswer answer, DateTimeOffset now)
    {
        if (Payouts.FirstOrDefault(payout => payout.Request.PayoutId == payoutId) is not { } open)
        {
            return this;
        }

        var (request, goalId) = open;
        var closed = this with { Payouts = Payouts.Remove(open) };
        if (answer.Paid)
        {
            return (closed with { Balance = Balance.PayoutPaid(request.Amount) })
                .Log(now, new("payout", Texts.PayoutPaid(request.Phone), Texts.Amount(request.Amount)) { GoalId = goalId, PayoutId = payoutId })
                .Send("payout-paid", ("phone", request.Phone.Masked), ("paid", request.Amount.Text()));
        }

        return (closed with { Balance = Balance.PayoutRefused(request.Amount) })
            .Log(now, new("payout", Texts.PayoutRefused(request.Phone), answer.Reason ?? Texts.RefusedByBilling, request.Amount)
            {
                GoalId = goalId,
                PayoutId = payoutId,
            })
            .Send("payout-refused", ("phone", request.Phone.Masked), ("bonuses", request.Amount.Text()), ("reason", answer.Reason ?? Texts.RefusedByBilling));
    }

    private Subscriber SendSettled(Statement statement) => Send(
        statement.AvailableAfter < 0 ? "settled-debt" : "settled",
        ("month", statement.Month.ToString()),
        ("bonuses", statement.Accrued.Text()),
        ("paid", statement.Payouts.Sum(payout => payout.Bonuses).Text()),
        ("saved", statement.SetAside.Text()),
        ("available", statement.AvailableAfter.Text()),
        ("debt", Math.Abs(statement.AvailableAfter).Text()));

    private static bool IsTopUp(Allocation allocation) => allocation.Goal.Type == GoalType.TopUp;

    private string PayoutId(YearMonth month, Goal goal) => $"{Id}:{month}:{goal.Id}";
}
