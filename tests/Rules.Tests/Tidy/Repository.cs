namespace Cashback.Rules.Tests.Tidy;

/// <summary>The files of the repository the tests were built from, as they are on disk.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = [".git", "artifacts", "bin", "obj", "data", "TestResults", ".vs", ".idea"];
    private static readonly string[] Text =
        [".cs", ".csproj", ".props", ".json", ".md", ".sql", ".csv", ".yml", ".yaml", ".txt", ".sln", ".editorconfig", ""];

    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>Paths from the root, with forward slashes.</summary>
    public static IEnumerable<string> TextFiles() => Files(new DirectoryInfo(Root))
        .Where(file => Text.Contains(file.Extension))
        .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) => folder.EnumerateFiles()
        .Where(file => file.Name is not ".git")
        .Concat(folder.EnumerateDirectories().Where(child => !NotOurs.Contains(child.Name)).SelectMany(Files));

    private static string FindRoot(DirectoryInfo? folder) => folder switch
    {
        null => throw new InvalidOperationException($"Cashback.sln lies in no folder above {AppContext.BaseDirectory}."),
        _ when File.Exists(Path.Combine(folder.FullName, "Cashback.sln")) => folder.FullName,
        _ => FindRoot(folder.Parent),
    };
}
