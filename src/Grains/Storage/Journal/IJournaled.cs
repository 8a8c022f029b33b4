namespace Cashback.Storage;

/// <summary>
/// A record of which a save appends what changed, and writes the whole only now and then (docs/adr/0052). It is never cleared.
/// Both functions are pure: <c>saved.Apply(next.ChangeSince(saved))</c> equals <c>next</c>.
/// </summary>
internal interface IJournaled
{
    /// <summary>The form of its changes, as <see cref="StateJson"/> knows it.</summary>
    Type ChangeType { get; }

    /// <param name="saved">The same record as it was last saved; null: it never was. Then it is saved whole, and the change holds only what
    /// readers of the journal want to know.</param>
    object ChangeSince(object? saved);

    /// <param name="change">What <see cref="ChangeSince"/> made of the next version.</param>
    /// <exception cref="System.Text.Json.JsonException">The change does not fit this record.</exception>
    object Apply(object change);
}
