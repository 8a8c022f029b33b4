using System.Text.Json.Serialization;

namespace Cashback.Gateways;

/// <param name="Channel"><c>sms</c> or <c>email</c>.</param>
/// <param name="To">E.164 number or address, in full: this is Development's.</param>
/// <param name="Subject">Of a letter; left out for SMS.</param>
public sealed record SandboxLetter(
    DateTimeOffset At,
    string Channel,
    string To,
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Subject = null);

/// <summary>What the sandbox gateways have sent, newest first; the last 10 000, since the process started.</summary>
public sealed class SandboxOutbox
{
    private const int Bound = 10_000;
    private readonly Lock _gate = new();
    private readonly LinkedList<(string Id, SandboxLetter Letter)> _letters = [];
    private readonly HashSet<string> _ids = [];

    /// <returns>False if a letter with this id was sent before: it is not sent again.</returns>
    public bool Add(string messageId, SandboxLetter letter)
    {
        lock (_gate)
        {
            if (!_ids.Add(messageId))
            {
                return false;
            }

            _letters.AddFirst((messageId, letter));
            if (_letters.Count > Bound)
            {
                _ids.Remove(_letters.Last!.Value.Id);
                _letters.RemoveLast();
            }

            return true;
        }
    }

    public bool Has(string messageId)
    {
        lock (_gate)
        {
            return _ids.Contains(messageId);
        }
    }

    /// <param name="to">Only letters to this number or address; null: all.</param>
    public IReadOnlyList<SandboxLetter> List(string? to = null, int limit = 100)
    {
        lock (_gate)
        {
            return [.. _letters.Select(entry => entry.Letter).Where(letter => to is null || letter.To == to).Take(limit)];
        }
    }
}
