namespace Cashback.Phones;

/// <summary>Which subscriber owns a number, and the sign-in of its owner. Key <c>phone:+7916…</c>.</summary>
[Alias("phone")]
public interface IPhoneGrain : IGrainWithStringKey
{
    /// <summary>Null if the number is not registered.</summary>
    [Alias("owner")]
    Task<string?> GetSubscriberIdAsync();
}
