using Cashback.Certificates;
using Cashback.Idempotency;
using Cashback.Installations;
using Cashback.Messages;
using Cashback.Networks;
using Cashback.Phones;
using Cashback.Proofs;
using Cashback.Sessions;
using Cashback.Shops;
using Cashback.Subscribers;

namespace Cashback.Silo.Rotation;

/// <summary>Adds up what was made with secrets other than the current one.</summary>
internal sealed class SecretCount(Secrets secrets, DateTimeOffset now, IProgress<long>? progress)
{
    /// <summary>
    /// From a click to the last message about its order: a click counts for up to 90 days, and a confirmation can take as long.
    /// </summary>
    public static readonly TimeSpan ClickLife = TimeSpan.FromDays(180);

    /// <summary>Access tokens live 15 minutes, codes by SMS five; the code that confirms an address lives longest.</summary>
    private static readonly TimeSpan TokenLife = ProofRecord.EmailCodeLife;

    private const string Reseal = "the command \"secrets reseal\" seals them anew";
    private const string NextUse = "hashed anew the next time each is used; make new ones in the place of those that are not";
    private const string ByHand = "print each hash anew with the command \"hash-key\"";
    private const string ByTime = "end by themselves";
    private const int NamesMax = 20;
    private const int ProgressEvery = 10_000;

    private readonly SortedDictionary<(int SecretId, string What, string How),
        (long Count, DateTimeOffset? Until, List<string> Names)> _rows = [];
    private readonly List<HangingOn> _timed = [];
    private long _read;

    public IReadOnlyList<HangingOn> Rows() =>
    [
        .. _rows.Select(
            row => new HangingOn(row.Key.SecretId, row.Key.What, row.Value.Count, row.Value.Until, row.Key.How, row.Value.Names)),
        .. _timed,
    ];

    public void Operator(string name, int keyId) => Hang(keyId, "keys of operators", ByHand, name: name);

    /// <returns>Whether something can be sealed anew.</returns>
    public bool Add(Network network)
    {
        Tick();
        foreach (var key in network.Keys.Where(key => key.Hashed().InForce(now)))
        {
            Hang(key.KeyId ?? Secrets.First, "keys of networks", NextUse, name: $"{network.Id} {key.Id}");
        }

        var stale = false;
        foreach (var secret in (network.Secrets ?? []).Where(secret => secret.InForce(now)))
        {
            stale |= Hang(
                SealedSecret.KeyIdOf(secrets.NetworkSignatures, network.Id, secret.Id, secret.Sealed), "secrets of signatures", Reseal, name: $"{network.Id} {secret.Id}");
        }

        return stale;
    }

    public void Add(Shop shop)
    {
        Tick();
        foreach (var key in shop.Keys.Where(key => key.RevokedAt is null))
        {
            Hang(key.Keyed().KeyId, "keys of shops", NextUse, name: $"{shop.Id} {key.Id}");
        }
    }

    /// <inheritdoc cref="Add(Network)"/>
    public bool Add(Subscriber subscriber)
    {
        Tick();
        foreach (var message in subscriber.Outbox.Entries.OfType<SendMessage>())
        {
            AddMessage(message.Values.Values);
        }

        return Add(subscriber.Certificates?.Tail ?? []);
    }

    /// <inheritdoc cref="Add(Network)"/>
    public bool Add(CertificatePage page)
    {
        Tick();
        return Add(page.Certificates);
    }

    public void Add(SessionRecord session)
    {
        Tick();
        if (session.IsAlive(now))
        {
            Hang(session.KeyId ?? Secrets.First, "sign-ins", "renewed with each refresh token that is traded; the others end by themselves",
                until: session.RefreshedAt + SessionRecord.IdleLife);
        }
    }

    public void Add(OutgoingMessage message)
    {
        Tick();
        if (message is { State: SendingState.Waiting, Content: { } content })
        {
            AddMessage(content.Values.Values);
        }
    }

    public void Add(IdempotencyRecord answer)
    {
        Tick();
        if (answer.IsKept(now) && answer.Answer.Body.StartsWith(SealedSecret.TextPrefix, StringComparison.Ordinal))
        {
            // Bound to its request: which key it names has to do.
            Hang(SealedSecret.NamedKeyOf(answer.Answer.Body), "kept answers that hold a secret", ByTime, until: answer.AnsweredAt + IdempotencyRecord.KeptFor);
        }
    }

    public void Add(Installation installation)
    {
        if (installation.NumberKey is { } key)
        {
            Hang(NumberKey.KeyIdOf(secrets, key), "keys of the hashes of numbers", Reseal);
        }

        // One that nobody has noted was the current one before the first note at the latest.
        var since = installation.SecretUses.Select(use => use.FirstAt).DefaultIfEmpty(now).Min();
        foreach (var id in secrets.Ids.Where(id => id != secrets.Current))
        {
            var last = (installation.SecretUses.FirstOrDefault(use => use.Id == id)?.LastAt ?? since) + SecretUses.Every;
            Time(id, "access tokens and codes by SMS and e-mail", last + TokenLife);
            Time(id, "tokens by which a device is known to have signed in before", last + DeviceTokens.Life);
            Time(id, "click ids", last + ClickLife);
        }
    }

    private bool Add(IReadOnlyList<OwnCertificate> certificates)
    {
        var stale = false;
        foreach (var own in certificates)
        {
            stale |= Hang(CertificateCodes.KeyIdOf(secrets, own.Hash, own.Sealed), "codes of certificates", Reseal);
        }

        return stale;
    }

    private void AddMessage(IEnumerable<string> values)
    {
        foreach (var id in values.Select(value => CertificateCodes.KeyIdOf(secrets, value)).OfType<int>())
        {
            Hang(id, "messages with a code that wait to be sent", "go by themselves when they are sent");
        }
    }

    /// <returns>Whether it is one of another secret in force.</returns>
    private bool Hang(int secretId, string what, string how, DateTimeOffset? until = null, string? name = null)
    {
        if (secretId == secrets.Current)
        {
            return false;
        }

        var inForce = secrets.Ids.Contains(secretId);
        var key = (inForce ? secretId : 0, what, inForce ? how : "made with a secret that is not in force: put it back, or they are lost");
        var known = _rows.TryGetValue(key, out var row) ? row : (0, null, []);
        if (name is not null && known.Names.Count < NamesMax)
        {
            known.Names.Add(name);
        }

        _rows[key] = (known.Count + 1, until > known.Until || known.Until is null ? until : known.Until, known.Names);
        return inForce;
    }

    private void Time(int id, string what, DateTimeOffset until)
    {
        if (now < until)
        {
            _timed.Add(new HangingOn(id, what, null, until, ByTime, []));
        }
    }

    private void Tick()
    {
        if (++_read % ProgressEvery == 0)
        {
            progress?.Report(_read);
        }
    }
}
