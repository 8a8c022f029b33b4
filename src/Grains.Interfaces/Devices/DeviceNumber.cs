namespace Cashback.Devices;

/// <summary>What a device is known by where it can be one with an IMEI or with a serial number of its maker.</summary>
public static class DeviceNumber
{
    /// <summary>One form for all writings of one device: an IMEI's digits, else the serial number in capitals without blanks.</summary>
    public static string Normalize(string text) =>
        Imei.TryParse(text, out var imei, out _) ? imei.Digits : string.Concat(text.ToUpperInvariant().Where(letter => letter != ' '));
}
