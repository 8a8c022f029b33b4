using System.Net.Http.Json;
using Cashback.Api.Tests.Account;

namespace Cashback.Api.Tests.Auth;

/// <summary>Fresh proofs and confirmed addresses, as the tests need them.</summary>
internal static class Proving
{
    public const string Header = "Cashback-Proof";

    /// <summary>Proves afresh who the subscriber is; from now on its requests carry the proof.</summary>
    /// <returns>The proof.</returns>
    public static async Task<string> ProveAsync(this TestApi api, SignedIn subscriber, string purpose)
    {
        using var requested = await subscriber.Client.PostAsJsonAsync("/api/v1/auth/proofs", new { purpose });
        Assert.Equal(202, (int)requested.StatusCode);
        using var proven = await GiveCodeAsync(
            subscriber, (await requested.JsonAsync()).Text("proofId"), await api.ProofCodeAsync(subscriber.Phone));
        var proof = (await proven.EnsureSuccessStatusCode().JsonAsync()).Text("proof");
        subscriber.Client.DefaultRequestHeaders.Remove(Header);
        subscriber.Client.DefaultRequestHeaders.Add(Header, proof);
        return proof;
    }

    public static Task<HttpResponseMessage> GiveCodeAsync(SignedIn subscriber, string proofId, string code) =>
        subscriber.Client.PostAsJsonAsync($"/api/v1/auth/proofs/{proofId}", new { code });

    /// <summary>The six digits with which the newest message begins.</summary>
    public static async Task<string> ProofCodeAsync(this TestApi api, string to) => (await api.OutboxAsync(to))[0].Text[..6];

    /// <summary>Enters an address and confirms it by the code that goes there.</summary>
    public static async Task ConfirmEmailAsync(this TestApi api, SignedIn subscriber, string address)
    {
        await api.ProveAsync(subscriber, "change-email");
        (await subscriber.Client.PatchAsJsonAsync("/api/v1/me", new { email = address })).EnsureSuccessStatusCode();
        var code = await api.ProofCodeAsync(address);
        (await subscriber.Client.PostAsJsonAsync("/api/v1/me/email/confirmation", new { code })).EnsureSuccessStatusCode();
        subscriber.Client.DefaultRequestHeaders.Remove(Header);
    }

    public static async Task<HttpResponseMessage> ExitAsync(this TestApi api, SignedIn subscriber, object body)
    {
        await api.ProveAsync(subscriber, "leave");
        return await subscriber.Client.PostAsJsonAsync("/api/v1/me/exit", body);
    }
}
