using Cashback.Subscribers;

namespace Cashback.Api.Paging;

/// <summary>One page of a list.</summary>
/// <param name="NextCursor">To be sent as <c>cursor</c> for the next page; null on the last one.</param>
public sealed record PageBody<T>(IReadOnlyList<T> Items, string? NextCursor);

public static class PageBody
{
    public static PageBody<TBody> Of<T, TBody>(Page<T> page, Func<T, TBody> body) =>
        new([.. page.Items.Select(body)], page.NextCursor);
}
