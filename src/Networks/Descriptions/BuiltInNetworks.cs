using System.Reflection;

namespace Cashback.Networks;

/// <summary>
/// Descriptions that come with the programme, as data: the folder <c>BuiltIn</c>. Ops can put others, and change these.
/// A faulty one ends the process at start, with file and entry named.
/// </summary>
public static class BuiltInNetworks
{
    private const string Folder = "BuiltInNetworks/";

    public static IReadOnlyList<NetworkDescription> All { get; } = Load();

    public static NetworkDescription Admitad { get; } = Find("admitad")!;

    public static NetworkDescription? Find(string id) => All.FirstOrDefault(network => network.Id == id);

    private static NetworkDescription[] Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(assembly, name))];
    }

    private static NetworkDescription Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return NetworkFile.Read(name[Folder.Length..], memory.ToArray());
    }
}
