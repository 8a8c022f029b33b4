using System.Globalization;
using Cashback.Programme;

namespace Cashback.Silo.Hosting;

/// <summary>Reads and checks the master secrets.</summary>
public static class SecretSettings
{
    private const int SecretBytes = 32;

    /// <summary>Null: none is set.</summary>
    /// <exception cref="StartupException">What is wrong with them.</exception>
    public static Secrets? Read(IConfiguration configuration) =>
        Of(configuration.GetSection(CashbackSettings.Section).Get<CashbackSettings>() ?? new CashbackSettings());

    /// <summary>What is wrong with them, without the name of the section.</summary>
    internal static IEnumerable<string> Faults(CashbackSettings settings)
    {
        try
        {
            Of(settings);
            return [];
        }
        catch (StartupException e)
        {
            return [e.Message[(CashbackSettings.Section.Length + 1)..]];
        }
    }

    internal static Secrets? Of(CashbackSettings settings)
    {
        var masters = new Dictionary<int, byte[]>();
        foreach (var (name, text) in settings.Secrets.Where(secret => secret.Value.Length > 0))
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || id is < Secrets.First or > Secrets.IdMax || id.ToString(CultureInfo.InvariantCulture) != name)
            {
                throw new StartupException($"Cashback:Secrets:{name} has no id of a secret; expected is a number from {Secrets.First} to {Secrets.IdMax}.");
            }

            masters.Add(id, Decode($"Cashback:Secrets:{name}", text));
        }

        if (settings.Secret is { Length: > 0 } single
            && Decode("Cashback:Secret", single) is var first && !masters.TryAdd(Secrets.First, first)
            && !masters[Secrets.First].AsSpan().SequenceEqual(first))
        {
            throw new StartupException($"Cashback:Secret and Cashback:Secrets:{Secrets.First} are one and the same setting, and differ; leave one of them out.");
        }

        CheckDistinct(masters);
        return masters.Count == 0 && settings.CurrentSecret is null
            ? null
            : new Secrets(masters, CurrentOf(settings.CurrentSecret, masters));
    }

    public static byte[] Decode(string setting, string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) && written >= SecretBytes
            ? bytes[..written]
            : throw new StartupException(
                $"{setting} must be at least {SecretBytes} random bytes in base64; make one with: openssl rand -base64 {SecretBytes}");
    }

    private static int CurrentOf(int? current, Dictionary<int, byte[]> masters)
    {
        if (current is null && masters.Count > 1)
        {
            throw new StartupException(
                $"Cashback:CurrentSecret is not set, and there are secrets {Names(masters)}; expected is the id of the one with which everything new is made.");
        }

        return current is null || masters.ContainsKey(current.Value)
            ? current ?? masters.Keys.Single()
            : throw new StartupException(
                $"Cashback:CurrentSecret is {current}, and there is no Cashback:Secrets:{current}; there {(masters.Count == 0 ? "is none" : $"are {Names(masters)}")}.");
    }

    // With the same value under two ids a rotation would change nothing.
    private static void CheckDistinct(Dictionary<int, byte[]> masters)
    {
        foreach (var (id, bytes) in masters)
        {
            if (masters.FirstOrDefault(other => other.Key > id && other.Value.AsSpan().SequenceEqual(bytes)) is { Key: > 0 } same)
            {
                throw new StartupException($"Cashback:Secrets:{id} and Cashback:Secrets:{same.Key} are the same secret; each id needs one of its own.");
            }
        }
    }

    private static string Names(Dictionary<int, byte[]> masters) => string.Join(", ", masters.Keys.Order());
}
