using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cashback.Api.Hosting;
using Cashback.Api.Json;
using Cashback.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(Cashback.Api.Tests.SharedApi))]

namespace Cashback.Api.Tests;

/// <summary>
/// The real API in this process: Kestrel on a free port, the embedded silo over SQLite in a temporary folder, Development.
/// Tests that move the clock or make it fail start one of their own: <c>await using var api = await TestApi.StartAsync();</c>
/// </summary>
public sealed class TestApi : IAsyncDisposable
{
    public const string OperatorKey = "sample-ops-key";
    private static int _numbers;
    private readonly string _folder = Directory.CreateTempSubdirectory("cashback-api-").FullName;
    private string[] _settings;
    private readonly Action<IServiceCollection>? _services;
    private WebApplication _app = null!;

    private TestApi(string[] settings, Action<IServiceCollection>? services) => (_settings, _services) = (settings, services);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Nobody in particular.</summary>
    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    /// <summary>Failures to come in the storage. They outlive a restart.</summary>
    public StorageFaults Faults { get; } = new();

    /// <summary>All that was logged, at any level that production logs.</summary>
    public LogLines Logs { get; } = new();

    /// <param name="settings"><c>Cashback:Facade:BodySizeMax=1000</c>, …</param>
    public static Task<TestApi> StartAsync(params string[] settings) => StartAsync(null, settings);

    /// <param name="services">What the test adds to it.</param>
    public static async Task<TestApi> StartAsync(Action<IServiceCollection>? services, params string[] settings)
    {
        var api = new TestApi(settings, services);
        try
        {
            await api.StartAsync();
            return api;
        }
        catch
        {
            // Some are not to start: they leave no folder behind either.
            Directory.Delete(api._folder, recursive: true);
            throw;
        }
    }

    /// <summary>A valid number of the operator's (or, with 903, of another's) that no other test has.</summary>
    public static string NewNumber(string prefix = "916") =>
        string.Create(CultureInfo.InvariantCulture, $"+7{prefix}{2000000 + Interlocked.Increment(ref _numbers)}");

    public HttpClient Operator(string key = OperatorKey)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    public HttpClient As(string accessToken)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return client;
    }

    /// <summary>Asks for a code, reads it from the outbox, and signs in.</summary>
    public async Task<SignedIn> SignInAsync(string? phone = null)
    {
        phone ??= NewNumber();
        var challengeId = await RequestCodeAsync(phone);
        using var response = await TokenAsync(challengeId, await CodeAsync(phone));
        var tokens = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Tokens>())!;
        return new SignedIn(phone, tokens, As(tokens.AccessToken));
    }

    /// <returns>The challenge's id.</returns>
    public async Task<string> RequestCodeAsync(string phone)
    {
        using var response = await OtpAsync(new { phone });
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("challengeId").GetString()!;
    }

    public Task<HttpResponseMessage> OtpAsync(object body) => Client.PostAsJsonAsync("/api/v1/auth/otp", body);

    public Task<HttpResponseMessage> TokenAsync(string challengeId, string code) =>
        Client.PostAsJsonAsync("/api/v1/auth/token", new { challengeId, code });

    public Task<HttpResponseMessage> RefreshAsync(string refreshToken) =>
        Client.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken });

    /// <summary>The code in the newest SMS to a number.</summary>
    public async Task<string> CodeAsync(string phone) =>
        new([.. (await OutboxAsync(phone))[0].Text.Where(char.IsAsciiDigit)]);

    public async Task<IReadOnlyList<Letter>> OutboxAsync(string to) =>
        (await Client.GetFromJsonAsync<Outbox>($"/dev/outbox?to={Uri.EscapeDataString(to)}"))!.Items;

    /// <summary>Moves the programme's clock, and with it all that falls due.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        using var response = await Client.PostAsJsonAsync("/dev/clock/advance", new { by = System.Xml.XmlConvert.ToString(by) });
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Reports an order as a network does, by GET, with its parameters.</summary>
    public Task<HttpResponseMessage> PostbackAsync(
        IEnumerable<KeyValuePair<string, string>> parameters, string network = "admitad", string key = "sample-admitad-key") =>
        Client.GetAsync($"/postbacks/{network}/{key}?" + string.Join('&', parameters.Select(parameter =>
            $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}")));

    /// <summary>Stops it as Ctrl-C does, and starts it again over the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>The same with other settings, which take the place of those before.</summary>
    /// <param name="meanwhile">While it is stopped; gets the folder of its data.</param>
    public async Task RestartWithAsync(string[] settings, Func<string, Task>? meanwhile = null)
    {
        await StopAsync();
        await (meanwhile?.Invoke(_folder) ?? Task.CompletedTask);
        _settings = settings;
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        _app = ApiProgram.Build(
            [
                "--environment=Development",
                "--urls=http://127.0.0.1:0",
                $"--Cashback:Storage:Data={_folder}",

                // One address makes all the requests of all tests; a test of limits sets its own.
                "--Cashback:Facade:Limits:GeneralPerMinute=1000000",
                "--Cashback:Facade:Limits:SignInPerMinute=1000000",
                "--Cashback:Facade:Limits:CodesPerHour=1000000",
                "--Cashback:Programme:SignIn:CodesPerHour=1000000",
                "--Cashback:Programme:SignIn:WorkAbovePerMinute=1000000",
                "--Cashback:Facade:Limits:OperationsPerMinute=1000000",

                // Leaving takes effect at once; a test of the minutes in which it can be undone sets its own.
                "--Cashback:Programme:UndoMinutes=0",
                .. _settings.Select(setting => "--" + setting),
            ],
            builder =>
            {
                Faults.PutOver(builder.Services);
                _services?.Invoke(builder.Services);

                // Written as the console would be, into memory.
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<ILoggerProvider>(services => Logs.Through(services));
            });
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    private async Task StopAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed record Outbox(IReadOnlyList<Letter> Items);
}

/// <summary>One API for all tests that neither move its clock nor make it fail.</summary>
public sealed class SharedApi : IAsyncLifetime
{
    public TestApi Api { get; private set; } = null!;

    // Hundreds of tests sign in from one address within a minute; those of the limits have an API of their own.
    public async ValueTask InitializeAsync() => Api = await TestApi.StartAsync(
        "Cashback:Facade:Limits:SignInPerMinute=100000",
        "Cashback:Facade:Limits:GeneralPerMinute=100000",
        "Cashback:Facade:Limits:OperationsPerMinute=100000");

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}

public sealed record Letter(DateTimeOffset At, string Channel, string To, string Text);

public sealed record Tokens(
    string AccessToken, string RefreshToken, int ExpiresIn, string SubscriberId, bool Registered, string? DeviceToken = null);

/// <param name="Client">Calls as this subscriber.</param>
public sealed record SignedIn(string Phone, Tokens Tokens, HttpClient Client);

public static class Answers
{
    /// <summary>The status, and of an error its problem type without the prefix: <c>404 not-found</c>.</summary>
    public static async Task<string> OutcomeAsync(this HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status < 400)
        {
            return $"{status}";
        }

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.JsonAsync();
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        var type = problem.GetProperty("type").GetString()!;
        Assert.StartsWith("urn:cashback:problem:", type, StringComparison.Ordinal);
        return $"{status} {type["urn:cashback:problem:".Length..]}";
    }

    public static async Task<string> OutcomeAsync(this Task<HttpResponseMessage> call)
    {
        using var response = await call;
        return await response.OutcomeAsync();
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(), WireJson.Options);

    /// <summary>The fields that a 400 names.</summary>
    public static async Task<IReadOnlyList<string>> FieldsAsync(this HttpResponseMessage response) =>
        [.. (await response.JsonAsync()).GetProperty("errors").EnumerateObject().Select(error => error.Name)];
}
