namespace Cashback.Messages;

/// <summary>The way on which a message goes; its template decides.</summary>
internal enum MessageChannel
{
    Sms,
    Email,
}

/// <summary>How channels differ, apart from the sending itself (<see cref="Messenger"/>).</summary>
internal static class MessageChannels
{
    /// <summary>As operations see it.</summary>
    public static string Name(this MessageChannel channel) => channel switch
    {
        MessageChannel.Sms => "sms",
        MessageChannel.Email => "email",
    };

    /// <summary>Whether messages that are not urgent count against the daily limit of a number.</summary>
    public static bool IsLimited(this MessageChannel channel) => channel switch
    {
        MessageChannel.Sms => true,
        MessageChannel.Email => false,
    };

    /// <summary>Whether a text is shortened to one SMS.</summary>
    public static bool FitsOneSms(this MessageChannel channel) => channel switch
    {
        MessageChannel.Sms => true,
        MessageChannel.Email => false,
    };
}
