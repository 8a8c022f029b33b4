using System.Net.Http.Json;
using System.Text.Json;

namespace Cashback.Api.Tests.Catalogue;

public sealed class CatalogueTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Categories_are_seven_in_russian_and_in_english_for_who_prefers_it()
    {
        var russian = await GetAsync("/api/v1/categories");
        Assert.Equal(7, russian.GetProperty("items").GetArrayLength());
        Assert.Equal("Путешествия", NameOf(russian, "travel"));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/categories");
        request.Headers.AcceptLanguage.ParseAdd("de, en-GB;q=0.9, ru;q=0.5");
        using var response = await _api.Client.SendAsync(request);
        Assert.Equal("Travel", NameOf(await response.JsonAsync(), "travel"));
    }

    [Fact]
    public async Task Sample_store_is_shown_as_the_contract_has_it()
    {
        var store = await GetAsync("/api/v1/stores/ozon");

        Assert.Equal("Ozon", store.GetProperty("name").GetString());
        Assert.Equal("online", store.GetProperty("categories")[0].GetString());
        Assert.Equal("5", store.GetProperty("rate").GetProperty("percent").GetString());
        Assert.False(store.GetProperty("rate").TryGetProperty("fixed", out _));
        Assert.False(store.GetProperty("boosted").GetBoolean());
        Assert.Equal(45, store.GetProperty("confirmationDays").GetInt32());
        Assert.Equal("default", store.GetProperty("tariffs")[0].GetProperty("code").GetString());
        Assert.Equal(7, store.GetProperty("howToKeepYourCashback").GetArrayLength());
        var advice = string.Join(' ', store.GetProperty("howToKeepYourCashback").EnumerateArray().Select(rule => rule.GetString()));
        Assert.All(
            (string[])["выйдите из своего аккаунта", "очистите корзину", "страница загрузится", "Платите любым способом", "в приложении переход часто не засчитывается"],
            words => Assert.Contains(words, advice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Samples_hold_a_fixed_sum_a_store_paid_in_dollars_and_a_boost_that_ends()
    {
        Assert.Equal(150, (await GetAsync("/api/v1/stores/tutu")).GetProperty("rate").GetProperty("fixed").GetInt64());
        Assert.Equal("USD", (await GetAsync("/api/v1/stores/aliexpress")).GetProperty("currency").GetString());

        var lamoda = await GetAsync("/api/v1/stores/lamoda");
        Assert.True(lamoda.GetProperty("boosted").GetBoolean());
        Assert.Equal("12", lamoda.GetProperty("rate").GetProperty("percent").GetString());
    }

    [Fact]
    public async Task Pages_hold_every_store_once_in_the_order_of_names()
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await GetAsync("/api/v1/stores?limit=10" + (cursor is null ? "" : "&cursor=" + cursor));
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 10);
            ids.AddRange(IdsOf(page));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.True(ids.Count >= 40);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("q=OZON", "ozon")]
    [InlineData("q=%D0%BF%D0%B5%D1%80%D0%B5%D0%BA%D1%80%D0%B5%D1%81%D1%82%D0%BE%D0%BA", "perekrestok")]
    [InlineData("category=restaurants&boosted=true", "burgerking")]
    [InlineData("category=&q=ozon&boosted=", "ozon")]
    public async Task Search_finds_by_name_category_and_boost(string query, string only) =>
        Assert.Equal([only], IdsOf(await GetAsync("/api/v1/stores?" + query)));

    [Theory]
    [InlineData("category=gardening", "category")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("cursor=nobody", "cursor")]
    [InlineData("boosted=perhaps", "boosted")]
    public async Task Bad_question_is_answered_with_its_field(string query, string field)
    {
        using var response = await _api.Client.GetAsync("/api/v1/stores?" + query);
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("OZON")]
    [InlineData("..")]
    public async Task Unknown_store_is_not_found(string id) =>
        Assert.Equal("404 not-found", await _api.Client.GetAsync("/api/v1/stores/" + Uri.EscapeDataString(id)).OutcomeAsync());

    [Fact]
    public async Task Promotions_are_the_boosts_that_run_now()
    {
        var promotions = (await GetAsync("/api/v1/promotions?limit=100")).GetProperty("items").EnumerateArray()
            .Where(promotion => promotion.GetProperty("type").GetString() == "boost").ToList();

        var lamoda = promotions.Single(promotion => promotion.GetProperty("storeId").GetString() == "lamoda");
        Assert.Equal("12", lamoda.GetProperty("rate").GetProperty("percent").GetString());
        Assert.Equal("6.5", lamoda.GetProperty("usualRate").GetProperty("percent").GetString());
        var ends = promotions.Select(promotion => promotion.GetProperty("validTo").GetDateTimeOffset()).ToList();
        Assert.Equal(ends.Order(), ends);

        var first = await GetAsync("/api/v1/promotions?limit=1");
        var second = await GetAsync("/api/v1/promotions?limit=1&cursor=" + Uri.EscapeDataString(first.GetProperty("nextCursor").GetString()!));
        Assert.Equal(promotions[1].GetProperty("id").GetString(), second.GetProperty("items")[0].GetProperty("id").GetString());
    }

    private Task<JsonElement> GetAsync(string path) => _api.Client.GetFromJsonAsync<JsonElement>(path);

    private static IEnumerable<string> IdsOf(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(store => store.GetProperty("id").GetString()!);

    private static string? NameOf(JsonElement page, string id) => page.GetProperty("items").EnumerateArray()
        .Single(category => category.GetProperty("id").GetString() == id).GetProperty("name").GetString();
}
