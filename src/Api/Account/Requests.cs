using System.Text.Json.Serialization;
using Cashback.Api.Values;
using Cashback.Subscribers;

namespace Cashback.Api.Account;

/// <summary>A field that is left out stays as it is; an e-mail address of null is removed.</summary>
public sealed class ProfilePatch
{
    public string? Email
    {
        get;
        set
        {
            field = value;
            EmailGiven = true;
        }
    }

    /// <summary><c>ru</c> or <c>en</c>.</summary>
    public string? Locale { get; set; }

    [JsonIgnore]
    public bool EmailGiven { get; private set; }
}

public sealed record ClickRequest(string StoreId);

/// <param name="Phone">For topUp: a number of the operator.</param>
/// <param name="MonthlyLimit">For topUp, whole bonuses; left out: all there is.</param>
/// <param name="Target">For smartphone, whole bonuses; left out: no end.</param>
/// <param name="Priority">1 is served first; left out: last.</param>
public sealed record GoalRequest(
    GoalType Type, Phone? Phone = null, long? MonthlyLimit = null, long? Target = null, int? Priority = null);

/// <summary>A field that is left out stays as it is; a limit or target of null is lifted.</summary>
public sealed class GoalPatch
{
    public long? MonthlyLimit
    {
        get;
        set
        {
            field = value;
            MonthlyLimitGiven = true;
        }
    }

    public long? Target
    {
        get;
        set
        {
            field = value;
            TargetGiven = true;
        }
    }

    public int? Priority { get; set; }

    [JsonIgnore]
    public bool MonthlyLimitGiven { get; private set; }

    [JsonIgnore]
    public bool TargetGiven { get; private set; }
}

/// <param name="Ids">All goals, each once, the one to be served first at the front.</param>
public sealed record GoalOrderRequest(IReadOnlyList<string?> Ids);

/// <param name="RedirectUrl">The store's tracking link, with the click's id in it.</param>
public sealed record ClickBody(string ClickId, string RedirectUrl, RateBody Rate);
