using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Cashback.Benchmarks;

/// <summary>The subscribers and stores of every measurement: the same by their number in the command, the services and the load.</summary>
public static class Population
{
    public const string Network = "admitad";

    /// <summary>The network's key, part of the address that is posted to.</summary>
    public const string NetworkKey = "bench-admitad-key-0123456789abcdef";

    public const string OperatorKey = "bench-operator-key";

    public const int ConfirmationDays = 60;

    public const long MonthlyCap = 10_000;

    private static readonly byte[] Master = SHA256.HashData("a secret that everybody knows"u8);
    private static readonly DateTimeOffset Registered = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary><c>Cashback:Secret</c> of all services that are measured.</summary>
    public static string Secret => Convert.ToBase64String(Master);

    public static Secrets Secrets { get; } = new(Master);

    public static string SubscriberId(int number)
    {
        // Spread like real ones: keys that count up would lie side by side in every index.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32BigEndian(hash, number);
        SHA256.HashData(hash[..4], hash);
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, Registered.AddSeconds(number).ToUnixTimeMilliseconds());
        time[2..].CopyTo(bytes);
        hash[..10].CopyTo(bytes[6..]);
        return new Ulid(bytes).ToString();
    }

    public static Phone PhoneOf(int number) => new(string.Create(CultureInfo.InvariantCulture, $"+7916{number:D7}"));

    public static string StoreId(int number) => string.Create(CultureInfo.InvariantCulture, $"shop-{number}");

    public static string StoreName(int number) => string.Create(CultureInfo.InvariantCulture, $"Магазин {number}");

    /// <summary>The code of the second tariff that each store has.</summary>
    public const string SaleTariff = "sale";

    public static decimal PercentOf(int store, bool sale) => 1 + store % 8 + (sale ? 0.5m : 0m);
}
