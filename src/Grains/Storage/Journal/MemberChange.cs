namespace Cashback.Storage;

/// <summary>
/// How a member that can be null changed, in a form that JSON can hold: null means as it was, an empty list that the member is null
/// now, a list of one its new value.
/// </summary>
internal static class MemberChange
{
    public static T[]? Between<T>(T? before, T? after)
        where T : class =>
        Equals(before, after) ? null : after is null ? [] : [after];

    public static T[]? Between<T>(T? before, T? after)
        where T : struct =>
        Nullable.Equals(before, after) ? null : after is { } value ? [value] : [];

    public static T? Apply<T>(T[]? change, T? before)
        where T : class =>
        change is null ? before : change.Length == 0 ? null : change[0];

    public static T? Apply<T>(T[]? change, T? before)
        where T : struct =>
        change is null ? before : change.Length == 0 ? null : change[0];
}
