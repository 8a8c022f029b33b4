namespace Cashback.Networks;

/// <summary>What the entry <c>reports</c> of a description must be like.</summary>
internal static class ReportRules
{
    private static readonly string[] Channels = [NetworkChannels.Report, NetworkChannels.Statistics];
    private static readonly string[] Encodings = ["utf-8", "utf-16", "windows-1251"];
    private static readonly string[] Separators = [",", ";", "|", "\t"];

    public static IEnumerable<NetworkFault> Faults(NetworkDescription network)
    {
        foreach (var (channel, report) in network.Reports ?? new Dictionary<string, NetworkReport>())
        {
            var entry = $"reports.{channel}";
            if (!Channels.Contains(channel) || report is null)
            {
                yield return new(entry, new(
                    $"Reports are described for the channels {string.Join(" and ", Channels)}.",
                    $"Отчёты описываются для каналов {string.Join(" и ", Channels)}."));
                continue;
            }

            if (network.Statuses?.GetValueOrDefault(channel) is not { Count: > 0 })
            {
                yield return new($"statuses.{channel}", new(
                    $"The channel '{channel}' needs a table of statuses of its own.",
                    $"Для канала «{channel}» нужна своя таблица статусов."));
            }

            if (report.Separator is { } separator && !Separators.Contains(separator))
            {
                yield return new($"{entry}.separator", new(
                    "A comma, a semicolon, a bar or a tab is expected.",
                    "Нужна запятая, точка с запятой, вертикальная черта или табуляция."));
            }

            if (report.Encoding is { } encoding && !Encodings.Contains(encoding))
            {
                yield return new($"{entry}.encoding", new(
                    $"One of {string.Join(", ", Encodings)} is expected.",
                    $"Нужно одно из значений: {string.Join(", ", Encodings)}."));
            }

            foreach (var fault in NetworkRules.OfReading(report.Over(network)))
            {
                yield return new($"{entry}.{fault.Entry}", fault.Why);
            }
        }
    }
}
