using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Cashback.Api.Facade;
using Cashback.Phones;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Auth;

/// <param name="Algorithm"><c>sha-256</c>.</param>
/// <param name="Difficulty">How many bits at the beginning of the hash of <c>NONCE:SOLUTION</c> must be zero.</param>
public sealed record WorkBody(string Algorithm, string Nonce, int Difficulty, DateTimeOffset ExpiresAt);

/// <param name="Nonce">As it was given.</param>
/// <param name="Solution">Up to 64 characters, so that the SHA-256 of <c>NONCE:SOLUTION</c> begins with as many zero bits as
/// asked for.</param>
public sealed record WorkSolution(string Nonce, string Solution);

/// <summary>
/// A small computation that whoever asks for a code pays with while very many are asked for. Nothing is kept of what was asked:
/// a nonce says all, proves that it is ours and for this number (<c>ULID.BITS.KEY.PROOF</c>), and is noted only when it is used.
/// </summary>
internal sealed class ProofOfWork(Secrets secrets, IOptions<FacadeSettings> settings, IdSource ids, TimeProvider clock)
{
    public const string Algorithm = "sha-256";
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private const int NonceLengthMax = 128;
    private const int SolutionLengthMax = 64;
    private readonly KeyRing _keys = secrets.ProofOfWork;

    public WorkBody Create(Phone phone)
    {
        var bits = settings.Value.ProofOfWorkBits;
        var (id, expiresAt) = (ids.Next(), clock.GetUtcNow() + Life);
        return new WorkBody(Algorithm, $"{id}.{bits}.{_keys.Sign(Claim(id, $"{bits}", phone))}", bits, expiresAt);
    }

    /// <returns>Null for everything that is not the solution of what was asked for this number in the last minutes.</returns>
    public SolvedWork? Check(WorkSolution? given, Phone phone)
    {
        if (given is null || given.Nonce.Length > NonceLengthMax || given.Solution.Length > SolutionLengthMax
            || given.Nonce.Split('.', 3) is not [var id, var bitsText, var proof]
            || !int.TryParse(bitsText, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            || !Ulid.TryParse(id, CultureInfo.InvariantCulture, out var made) || made.Time + Life <= clock.GetUtcNow()
            || !_keys.Verify(Claim(id, bitsText, phone), proof))
        {
            return null;
        }

        return ZeroBits(SHA256.HashData(Encoding.UTF8.GetBytes($"{given.Nonce}:{given.Solution}"))) >= bits
            ? new SolvedWork(id, made.Time + Life)
            : null;
    }

    public static int ZeroBits(ReadOnlySpan<byte> hash)
    {
        var bits = 0;
        foreach (var part in hash)
        {
            bits += BitOperations.LeadingZeroCount(part) - 24;
            if (part != 0)
            {
                break;
            }
        }

        return bits;
    }

    private static string Claim(string id, string bits, Phone phone) => $"{id}.{bits}:{phone.E164}";
}
