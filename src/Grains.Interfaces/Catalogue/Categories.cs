namespace Cashback.Catalogue;

/// <summary>A category of stores.</summary>
/// <param name="Id">Stable, used in <c>?category=</c> and in store profiles.</param>
public sealed record Category(string Id, string NameRu, string NameEn);

/// <summary>The programme's seven categories, in the order in which they are shown.</summary>
public static class Categories
{
    public static IReadOnlyList<Category> All { get; } =
    [
        new("online", "Интернет-магазины", "Online stores"),
        new("entertainment", "Развлечения и досуг", "Entertainment and leisure"),
        new("services", "Услуги и медицина", "Services and medicine"),
        new("travel", "Путешествия", "Travel"),
        new("restaurants", "Рестораны", "Restaurants"),
        new("offline", "Офлайн-магазины", "Offline retail"),
        new("operator", "Услуги оператора", "Operator's services"),
    ];

    /// <summary>All ids with commas between, for messages about a wrong one.</summary>
    public static string Listed { get; } = string.Join(", ", All.Select(category => category.Id));

    public static bool Exists(string? id) => All.Any(category => category.Id == id);
}
