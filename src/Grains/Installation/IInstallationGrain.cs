namespace Cashback.Installations;

/// <summary>What there is once for the whole installation, key <c>installation:keys</c>.</summary>
[Alias("installation")]
internal interface IInstallationGrain : IGrainWithStringKey
{
    /// <summary>The key of the hashes of numbers, encrypted; made at the first question.</summary>
    [Alias("number-key")]
    Task<byte[]> GetNumberKeyAsync();

    /// <summary>A process makes everything new with this secret now.</summary>
    [Alias("note-secret")]
    Task NoteSecretAsync(int id);

    /// <summary>Encrypts the key of the hashes of numbers with the current secret. Repeated: changes nothing.</summary>
    [Alias("reseal")]
    Task ResealAsync();
}
