using Cashback.Payouts;

namespace Cashback.Subscribers;

/// <summary>A top-up that the billing system has not answered yet.</summary>
internal sealed record OpenPayout(PayoutRequest Request, string GoalId);
