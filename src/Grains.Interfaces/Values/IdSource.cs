namespace Cashback;

/// <summary>Makes ids: ULIDs, sortable by the programme's clock, random below the millisecond.</summary>
public sealed class IdSource(TimeProvider clock)
{
    // RS0030: this is the one place that makes ids.
#pragma warning disable RS0030
    public string Next() => Ulid.NewUlid(clock.GetUtcNow()).ToString();
#pragma warning restore RS0030
}
