using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Cashback.Benchmarks.Load;
using Cashback.Benchmarks.Machine;
using Cashback.Clicks;

namespace Cashback.Benchmarks.Account;

/// <summary>Subscribers as the programme's app: what each asks for, and what it got so far. By number.</summary>
internal sealed class Visitors(Service service, int count, int stores)
{
    public const int PurchasesEach = 10;
    private const int FirstPhone = 5_000_000;
    private const string Host = "Host: 127.0.0.1\r\nUser-Agent: bench\r\n";
    private readonly ClickIds _clicks = new(Population.Secrets.ClickIds.All, Population.Secrets.ClickIds.Current);
    private readonly Visitor[] _all = [.. Enumerable.Range(0, count).Select(_ => new Visitor())];
    private Dictionary<string, string> _codes = [];

    public IEnumerable<(string Name, Func<int, byte[]> Make, string Expected)> Reads()
    {
        yield return ("GET /me", n => Get("/api/v1/me", n), "\"available\"");
        yield return ("GET /me/history", n => Get("/api/v1/me/history", n), "\"items\"");
        yield return ("GET /me/purchases", n => Get("/api/v1/me/purchases", n), "\"items\"");
        yield return ("POST /me/clicks", n => Post("/api/v1/me/clicks", $$"""{"storeId":"{{StoreOf(n)}}"}""", n), "\"clickId\"");
        yield return ("GET /go/{store}", n => Get($"/api/v1/go/{StoreOf(n)}", n), "302 Found");
    }

    public byte[] RequestCode(int number) => Post("/api/v1/auth/otp", $$"""{"phone":"{{PhoneOf(number)}}"}""");

    public void Challenged(int number, string answer) => _all[number].Challenge = Field(answer, "challengeId");

    /// <summary>Reads the codes that were sent; not part of what is measured.</summary>
    public async Task ReadCodesAsync() => _codes = (await service.Http.GetFromJsonAsync<Dictionary<string, string>>("/bench/codes"))!;

    public byte[] SignIn(int number) => Post(
        "/api/v1/auth/token", $$"""{"challengeId":"{{_all[number].Challenge}}","code":"{{_codes[PhoneOf(number)]}}"}""");

    public void SignedIn(int number, string answer)
    {
        var visitor = _all[number];
        (visitor.Access, visitor.Refresh, visitor.Subscriber) =
            (Field(answer, "accessToken"), Field(answer, "refreshToken"), Field(answer, "subscriberId"));
    }

    public byte[] Refresh(int number) => Post("/api/v1/auth/refresh", $$"""{"refreshToken":"{{_all[number].Refresh}}"}""");

    /// <summary>Orders of each, half of them approved.</summary>
    public async Task BuyAsync(Requests requests)
    {
        var orders = Enumerable.Range(0, count * PurchasesEach).ToArray();
        await requests.SendAsync(orders, n => Order(n, "new"), "\"applied\"");
        await requests.SendAsync([.. orders.Where(n => n % 2 == 0)], n => Order(n, "approved"), "\"applied\"");
    }

    private byte[] Order(int order, string status)
    {
        var store = order % stores;
        var clickedAt = ClickIds.Truncate(DateTimeOffset.UtcNow.AddHours(-1));
        var click = _clicks.Make(_all[order / PurchasesEach].Subscriber, Population.StoreId(store), clickedAt);
        return AdmitadMessage.Write(1_000_000 + order, store, false, 1_000, click, clickedAt, status);
    }

    private string StoreOf(int number) => Population.StoreId(number % stores);

    private static string PhoneOf(int number) => Population.PhoneOf(FirstPhone + number).E164;

    private byte[] Get(string path, int number) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\n{Host}Authorization: Bearer {_all[number].Access}\r\n\r\n");

    private byte[] Post(string path, string body, int? number = null)
    {
        var bearer = number is { } n ? $"Authorization: Bearer {_all[n].Access}\r\n" : "";
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\n{Host}{bearer}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
    }

    // The answer may come in chunks, with their lengths around the document.
    private static string Field(string answer, string name) =>
        JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)])![name]!.GetValue<string>();

    private sealed class Visitor
    {
        public string Challenge { get; set; } = "";

        public string Access { get; set; } = "";

        public string Refresh { get; set; } = "";

        public string Subscriber { get; set; } = "";
    }
}
