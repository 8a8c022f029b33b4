using System.Net;
using System.Text;

namespace Cashback.Api.Tests.Facade;

/// <summary>Bad input at every route of the API's description: refused with a problem, never a failure of ours.</summary>
public sealed class BadInputTests(SharedApi shared)
{
    private static readonly Dictionary<string, string> Unreadable = new()
    {
        ["nothing"] = "",
        ["cut short"] = """{"phone":"+7916""",
        ["not JSON"] = "phone=1",
        ["a number"] = "1",
        ["an array"] = "[]",
        ["text"] = "\"x\"",
        ["null"] = "null",
        ["deep nesting"] = new string('[', 2000) + new string(']', 2000),
        ["deep nesting in an unknown field"] = "{\"unknown\":" + new string('[', 100) + new string(']', 100) + "}",
        ["half a surrogate pair as a name"] = """{"\ud800":1}""",
        ["invalid UTF-8"] = "\u0001",
    };

    private static readonly string[] Fields =
        ["phone", "email", "locale", "referralCode", "challengeId", "code", "refreshToken", "storeId", "type", "monthlyLimit", "target", "priority", "ids", "by", "reason", "price", "deviceId", "denomination"];

    private static readonly string[] Values =
    [
        "null", "true", "{}", "[]", "[[]]", "-1", "0", "1e400", "99999999999999999999999999999999", "0.5", "\"\"", "\"x\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"",
        "\"" + new string('x', 5000) + "\"", "[null]", "[1]", "[\"\\u0000\"]",
    ];

    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Bodies_that_can_not_be_read_are_refused_at_every_route()
    {
        using var callers = await Callers.SignInAsync(_api);
        foreach (var route in (await Route.AllAsync(_api)).Where(route => route.TakesJson))
        {
            foreach (var (name, body) in Unreadable.Where(bad => route.NeedsBody || bad.Key is not ("nothing" or "null")))
            {
                using var response = await callers.SendAsync(route, body);
                var outcome = await response.OutcomeAsync();
                Assert.True(outcome == "400 invalid-request", $"{route} with {name}: {outcome}");
                Assert.NotEmpty(await response.FieldsAsync());
            }
        }
    }

    [Fact]
    public async Task No_value_of_any_field_makes_any_route_fail()
    {
        using var callers = await Callers.SignInAsync(_api);

        // A sign-in code may be asked for a few times a day only, and whoever leaves the programme has no further say.
        string[] once = ["/otp", "/exit"];
        foreach (var route in (await Route.AllAsync(_api)).Where(route => route.TakesJson && !once.Any(end => route.Template.EndsWith(end,
            StringComparison.Ordinal))))
        {
            foreach (var field in Fields)
            {
                foreach (var value in Values)
                {
                    using var response = await callers.SendAsync(route, $"{{\"{field}\":{value}}}");
                    Assert.True((int)response.StatusCode < 500, $"{route} with {field}={value}: {(int)response.StatusCode}");
                    await response.OutcomeAsync();
                }
            }
        }
    }

    [Fact]
    public async Task No_path_or_query_makes_any_route_fail()
    {
        using var callers = await Callers.SignInAsync(_api);
        string[] texts = ["%00", "%ED%A0%80", "%FF", "..", "%2e%2e%2f", "x%0Ay", "a%3Ab%3Ac", new string('9', 600), "'%20OR%201=1", "%D0%AF"];
        foreach (var route in (await Route.AllAsync(_api)).Where(route => route.Method == HttpMethod.Get))
        {
            foreach (var text in texts)
            {
                var template = route.Template.Replace("{", "", StringComparison.Ordinal).Replace("}", text, StringComparison.Ordinal);
                using var path = await callers.SendAsync(route with { Template = template }, null);
                Assert.True((int)path.StatusCode < 500, $"{route} with {text} in its path: {(int)path.StatusCode}");
                using var query = await callers.SendAsync(
                    route with { Template = $"{route.Path}?limit={text}&cursor={text}&type={text}&q={text}&category={text}&phone={text}&id={text}&to={text}" }, null);
                Assert.True((int)query.StatusCode < 500, $"{route} with {text} in its query: {(int)query.StatusCode}");
            }
        }
    }

    [Theory]
    [InlineData("{}", "phone")]
    [InlineData("""{"phone":null}""", "phone")]
    [InlineData("""{"phone":79161234567}""", "phone")]
    [InlineData("""{"phone":"+79161234567","email":5}""", "email")]
    [InlineData("""{"phone":"+79161234567","email":"a\u0000@example.ru"}""", "email")]
    [InlineData("""{"phone":"+79161234567","referralCode":"\ud800"}""", "referralCode")]
    [InlineData("""{"phone":"+79161234567","phone":"+79161234568"}""", "phone")]
    [InlineData("""{"phone":"+79161234567","unknown":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}""", "unknown")]
    public async Task The_field_at_fault_is_named(string body, string field)
    {
        using var response = await _api.Client.PostAsync("/api/v1/auth/otp", Json(body));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Contains(await response.FieldsAsync(), named => named.StartsWith(field, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2900-01-01T00:00:00")]
    [InlineData("2900-01-01")]
    [InlineData("2900-01-01T00:00:00 Moscow")]
    [InlineData("2900-02-30T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("\\ud800Z")]
    public async Task Time_without_its_offset_is_refused_and_not_taken_for_the_servers_own(string time)
    {
        using var operations = _api.Operator();
        using var response = await operations.PutAsync("/ops/v1/campaigns/times", Json($$$"""{"name":"x","validTo":"{{{time}}}","referral":{}}"""));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal(["validTo"], await response.FieldsAsync());
    }

    [Fact]
    public async Task Unknown_fields_are_ignored()
    {
        var body = $$"""{"phone":"{{TestApi.NewNumber()}}","unknown":{"a":[1,"x"]},"Another":null}""";
        Assert.Equal("202", await _api.Client.PostAsync("/api/v1/auth/otp", Json(body)).OutcomeAsync());
    }

    [Fact]
    public async Task What_no_route_takes_is_a_problem_too()
    {
        Assert.Equal("404 not-found", await _api.Client.GetAsync("/nowhere").OutcomeAsync());
        Assert.Equal("404 not-found", await _api.Client.GetAsync("/api/v1/nowhere").OutcomeAsync());
        using var wrongMethod = await _api.Client.DeleteAsync("/api/v1/auth/otp");
        Assert.Equal("405 method-not-allowed", await wrongMethod.OutcomeAsync());
        Assert.Contains("POST", wrongMethod.Content.Headers.Allow);
        Assert.Equal("415 unsupported-media-type", await _api.Client.PostAsync("/api/v1/auth/otp", new StringContent("{}", Encoding.UTF8, "text/plain")).OutcomeAsync());
        Assert.Equal("413 too-large", await _api.Client.PostAsync("/api/v1/auth/otp", Json($"{{\"phone\":\"{new string('9', 70_000)}\"}}")).OutcomeAsync());
    }

    [Fact]
    public async Task Answers_carry_headers_that_keep_browsers_harmless()
    {
        using var response = await _api.Client.GetAsync("/health/live");
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.False(response.Headers.Contains("Server"));
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task The_description_is_openapi_3_1_and_has_its_page()
    {
        using var description = await _api.Client.GetAsync("/openapi/v1.json");
        Assert.StartsWith("3.1", (await description.JsonAsync()).GetProperty("openapi").GetString(), StringComparison.Ordinal);
        using var page = await _api.Client.GetAsync("/scalar/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var boost = (await description.JsonAsync()).GetProperty("components").GetProperty("schemas").GetProperty("BoostBody").GetProperty("properties");
        Assert.Equal(("date-time", "date-time"), (boost.GetProperty("validFrom").GetProperty("format").GetString(), boost.GetProperty("validTo").GetProperty("format").GetString()));
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Every_described_operation_has_a_summary_and_says_how_it_can_fail()
    {
        using var description = await _api.Client.GetAsync("/openapi/v1.json");
        var document = await description.JsonAsync();
        Assert.True(document.GetProperty("components").GetProperty("schemas").TryGetProperty("ProblemDetails", out _));
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name} {path.Name}", operation.Value)))
            .ToList();
        Assert.NotEmpty(operations);
        Assert.All(operations, operation =>
        {
            Assert.False(string.IsNullOrEmpty(operation.Value.GetProperty("summary").GetString()), operation.Name);
            var answers = operation.Value.GetProperty("responses");
            string[] expected = operation.Value.TryGetProperty("security", out _) ? ["401", "429", "503", "default"] : ["429", "503", "default"];
            Assert.All(expected, status => Assert.Equal(
                "#/components/schemas/ProblemDetails",
                answers.GetProperty(status).GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString()));
        });
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
