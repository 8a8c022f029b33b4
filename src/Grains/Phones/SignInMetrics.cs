using System.Diagnostics.Metrics;

namespace Cashback.Phones;

/// <summary>What became of requests for sign-in codes.</summary>
internal sealed class SignInMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _requests = meters.Create("Cashback").CreateCounter<long>(
        "cashback.sign_in.codes", "{request}", "Requests for sign-in codes that got as far as the programme's budget, by result.");

    /// <param name="result">open, work-expected or spent.</param>
    public void Count(string result) => _requests.Add(1, new KeyValuePair<string, object?>("result", result));
}
