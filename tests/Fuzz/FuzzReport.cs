using System.Globalization;
using System.Text;
using Cashback.Fuzz.Description;
using Cashback.Fuzz.Wire;

namespace Cashback.Fuzz;

/// <summary>What came of a run.</summary>
public sealed class FuzzReport(int seed, IReadOnlyList<Operation> operations)
{
    private const int SlowestShown = 5;
    private const double Mebibyte = 1024 * 1024;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, int> _statuses = [];
    private readonly SortedDictionary<string, int> _problems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Finding First, int Count)> _findings = [];
    private readonly List<(TimeSpan Took, string What)> _slowest = [];
    private readonly HashSet<Operation> _done = [];
    private int _requests;
    private int _unanswered;

    public int Operations => operations.Count;

    public int Requests => _requests;

    public MemoryReading? MemoryBefore { get; set; }

    public MemoryReading? MemoryAfter { get; set; }

    /// <summary>The first of each kind at each operation, with how many there were.</summary>
    public IReadOnlyList<(Finding First, int Count)> Findings
    {
        get
        {
            lock (_gate)
            {
                return [.. _findings.Values];
            }
        }
    }

    /// <summary>Operations that refused every request: what is behind their first checks was not reached.</summary>
    public IReadOnlyList<Operation> NeverDone
    {
        get
        {
            lock (_gate)
            {
                return [.. operations.Where(operation => !_done.Contains(operation))];
            }
        }
    }

    /// <summary>How many answers there were with such a status.</summary>
    public int AnswersOf(Func<int, bool> status)
    {
        lock (_gate)
        {
            return _statuses.Where(one => status(one.Key)).Sum(one => one.Value);
        }
    }

    public void Add(Finding finding)
    {
        lock (_gate)
        {
            _findings[finding.Key] = _findings.TryGetValue(finding.Key, out var known) ? (known.First, known.Count + 1) : (finding, 1);
        }
    }

    internal void Add(Exchanged exchanged)
    {
        lock (_gate)
        {
            _requests += exchanged.Request.Methods.Count;
            _unanswered += exchanged.Answers.Count == 0 ? 1 : 0;
            foreach (var answer in exchanged.Answers)
            {
                _statuses[answer.Status] = _statuses.GetValueOrDefault(answer.Status) + 1;
                if (answer.Status < 400)
                {
                    _done.Add(exchanged.Request.Operation);
                }
                else if (answer.Json() is { } problem && AnswerChecks.TypeOf(problem) is { } type)
                {
                    _problems[type] = _problems.GetValueOrDefault(type) + 1;
                }
            }

            if (_slowest.Count < SlowestShown || exchanged.Took > _slowest[^1].Took)
            {
                _slowest.Add((exchanged.Took, $"{exchanged.Request.Operation} ({exchanged.Request.What}), no. {exchanged.Request.Number}"));
                _slowest.Sort((left, right) => right.Took.CompareTo(left.Took));
                _slowest.RemoveRange(Math.Min(SlowestShown, _slowest.Count), Math.Max(0, _slowest.Count - SlowestShown));
            }
        }

        foreach (var finding in AnswerChecks.Of(exchanged, seed))
        {
            Add(finding);
        }
    }

    /// <summary>As a table.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            var text = new StringBuilder();
            void Row(string what, string much) => text.Append(CultureInfo.InvariantCulture, $"| {what} | {much} |\n");
            Row("what", "how much");
            Row("---", "---:");
            Row("seed", $"{seed}");
            Row("operations, of those with a request that was done", $"{operations.Count}, {_done.Count}");
            Row("requests", $"{_requests}");
            foreach (var kind in _statuses.GroupBy(one => one.Key / 100))
            {
                Row($"answers {kind.Key}xx", $"{kind.Sum(one => one.Value)} ({string.Join(", ", kind.Select(one => $"{one.Key}: {one.Value}"))})");
            }

            Row("without an answer, as they were cut or no HTTP", $"{_unanswered}");
            Row("kinds of problems", $"{_problems.Count}");
            foreach (var (took, what) in _slowest)
            {
                Row($"slow: {what}", $"{took.TotalMilliseconds:0} ms");
            }

            if (MemoryBefore is { } before && MemoryAfter is { } after)
            {
                Row("heap after a quarter, at the end", string.Create(CultureInfo.InvariantCulture, $"{before.Heap / Mebibyte:0.0} MiB, {after.Heap / Mebibyte:0.0} MiB"));
                Row("resident after a quarter, at the end", string.Create(CultureInfo.InvariantCulture, $"{before.Resident / Mebibyte:0.0} MiB, {after.Resident / Mebibyte:0.0} MiB"));
            }

            Row("findings", $"{_findings.Count}");
            return text.ToString();
        }
    }
}
