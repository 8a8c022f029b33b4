using Cashback.Networks;
using Cashback.Purchases;
using Cashback.Quarantine;
using Cashback.Stores;
using Cashback.Subscribers;

namespace Cashback.Reconciliations;

/// <summary>A line that was read, and what is to be done about it.</summary>
/// <param name="Key">Under which its repetitions are known.</param>
/// <param name="Fitting">How many open claims fit a line that names no visit, none of them alone.</param>
/// <param name="Settled">What came of it without a call; null: it is to be applied.</param>
internal sealed record ReadLine(
    ReportRow Row, string Key, Reading Reading, ReportedLine? Reported, string? OrderId = null,
    ReportedLine? Replaces = null, bool IsLast = false, LineOutcome? Settled = null,
    int Fitting = 0);

/// <summary>
/// Applies lines of a report as if each were a postback: the same reader, the same grain of the store; and compares what
/// stands afterwards with what the line says.
/// </summary>
internal sealed class LineReconciler(
    IGrainFactory grains, NetworkDescription network, string channel, MessageReader reader, ClaimMatcher claims, DateTimeOffset receivedAt)
{
    public ReadLine Read(ReportRow row) => Read(row, null);

    /// <summary>A line that names no visit, with that of the claim for its order, if there is one.</summary>
    public async Task<ReadLine> FindVisitAsync(ReadLine line)
    {
        if (line.Reading is not Reading.Unattributable { Reason: "unknown-click" }
            || reader.ReadLine(line.Row.Values!, out var message) is not null || message.LineId is not { } lineId)
        {
            return line;
        }

        var visit = await claims.FindVisitAsync(lineId, message);
        return visit.ClickId is { } clickId ? Read(line.Row, clickId) : line with { Fitting = visit.Fitting };
    }

    private ReadLine Read(ReportRow row, string? knownClick)
    {
        if (row.Values is null)
        {
            return Malformed(row, row.Fault ?? new("The line can't be read.", "Строку не удалось прочитать."));
        }

        switch (reader.Read(row.Values, receivedAt, knownClick))
        {
            case Reading.Malformed malformed:
                return Malformed(row, new($"{malformed.Parameter}: {malformed.Why.En}", $"{malformed.Parameter}: {malformed.Why.Ru}"));
            case Reading.Order order:
                var report = order.Report;
                return new ReadLine(
                    row,
                    KeyOf(order).ToString(),
                    order,
                    new ReportedLine(report.Status, report.Amount, report.Version),
                    report.OrderId);
            case var unattributable:
                // Its sum belongs to the network's side all the same, once.
                var said = reader.ReadLine(row.Values, out var line) is null
                    ? new ReportedLine(line.Status, line.Amount, line.Version)
                    : null;
                return new ReadLine(row, "?" + QuarantineId.Of(network.Id, channel, row.Values), unattributable, said, line.OrderId);
        }
    }

    /// <returns>Null: whether it is new or the same order under another id is only known when all lines are.</returns>
    public async Task<LineOutcome?> ApplyAsync(ReadLine line, Func<string, bool> isInReport)
    {
        if (line.Reading is Reading.Unattributable unattributable)
        {
            return await QuarantineAsync(line, unattributable.Reason);
        }

        var order = (Reading.Order)line.Reading;
        var report = order.Report;
        var key = KeyOf(order);
        var subscriber = grains.GetGrain<ISubscriberAccountGrain>(GrainKeys.Subscriber(report.SubscriberId));
        var before = await subscriber.GetPurchaseAsync(key);
        if (before is null)
        {
            if (await grains.GetGrain<IPurchaseGrain>(GrainKeys.Order(key)).GetOwnerAsync() is { } owner && owner != report.SubscriberId)
            {
                return Conflicting(line, ConflictReasons.AnotherSubscriber, new(
                    $"The line is known as a purchase of subscriber {owner}.",
                    $"Эта строка уже числится покупкой абонента {owner}."), null);
            }
        }
        else if (report is { Version: null, Status: not ReportedStatus.OnHold }
            && ReportComparison.FindConflict(before, report.Status, report.Amount) is null)
        {
            await claims.AnswerAsync(report, before);
            return Outcome(LineResult.Same, line, before, before);
        }

        var postbacks = grains.GetGrain<IStorePostbacksGrain>(GrainKeys.Store(order.StoreId));
        var verdict = await postbacks.ReportAsync(report);
        while (verdict is { Reason: ReportVerdict.SameOrder, PurchaseId: { } other })
        {
            if (!isInReport(other))
            {
                return line.IsLast ? await HoldBackAsync(line, other) : null;
            }

            // The report has both: they are two lines that look the same.
            report = report.OtherThan(other);
            verdict = await postbacks.ReportAsync(report);
        }

        if (verdict.Result == ReportResult.Unattributable)
        {
            return await QuarantineAsync(line, verdict.Reason ?? "unattributable");
        }

        var applied = verdict.Result == ReportResult.Applied;
        var after = applied || before is null ? await subscriber.GetPurchaseAsync(key) : before;
        await claims.AnswerAsync(report, after);
        if (after is not null && ReportComparison.FindConflict(after, report.Status, report.Amount) is { } contradiction)
        {
            return Conflicting(line, contradiction, DetailOf(contradiction, after, report), after, before);
        }

        return Outcome(before is null ? LineResult.New : applied ? LineResult.Changed : LineResult.Same, line, before, after);
    }

    private OrderKey KeyOf(Reading.Order order) => new(network.Id, order.StoreId, order.Report.LineId);

    private static ReadLine Malformed(ReportRow row, LocalText why) => new(
        row, "", new Reading.Malformed("line", why), null, Settled: new LineOutcome(
        LineResult.Malformed, new Conflict { Line = row.Line, Reason = ConflictReasons.Malformed, Detail = why }));

    private async Task<LineOutcome> HoldBackAsync(ReadLine line, string other)
    {
        var id = await KeepAsync(line, ConflictReasons.SameOrder);
        var outcome = Conflicting(
            line, ConflictReasons.SameOrder, new(
                $"The click, the order and the amount are those of the purchase {other}, which the report lacks.",
                $"Переход, заказ и сумма те же, что у покупки {other}, которой нет в отчёте."), null);
        return outcome with { Conflict = outcome.Conflict! with { QuarantineId = id } };
    }

    private static LocalText DetailOf(string contradiction, PurchaseView ours, PartnerReport report)
    {
        if (contradiction == ConflictReasons.Amount)
        {
            return new("The amount differs, and what is known is newer.", "Сумма отличается, но наши данные новее.");
        }

        var refused = ours.Timeline.Count > 0 && ours.Timeline[^1] is { Status: Purchase.Refused, Reason: { } reason } ? $" ({reason})" : "";
        return new(
            $"The network says {StatusName(report.Status)}, the purchase stays {StatusName(ours.Status)}{refused}.",
            $"По данным сети: {Russian(report.Status)}, а покупка остаётся в статусе «{Russian(ours.Status)}»{refused}.");
    }

    private async Task<LineOutcome> QuarantineAsync(ReadLine line, string reason)
    {
        var id = await KeepAsync(line, reason);
        return new LineOutcome(
            LineResult.Unknown, ConflictOf(line, reason, WhyKept(line), null) with { QuarantineId = id }, line.Reported, line.Replaces);
    }

    // The same entry again is not counted again: a second run changes nothing, in quarantine neither.
    private async Task<string> KeepAsync(ReadLine line, string reason)
    {
        var values = line.Row.Values!;
        var id = QuarantineId.Of(network.Id, channel, values);
        var entry = grains.GetGrain<IQuarantineGrain>(GrainKeys.Quarantine(id));
        if (await entry.GetAsync() is not { State: QuarantineState.Open or QuarantineState.Dropped })
        {
            await entry.PutAsync(new QuarantinedMessage(network.Id, channel, values, reason), receivedAt);
        }

        return id;
    }

    private static LocalText WhyKept(ReadLine line) => line.Fitting > 1
        ? new(
            $"The line is in quarantine. {line.Fitting} open claims fit it: answer the right one by hand.",
            $"Строка в карантине. К ней подходит несколько открытых заявок ({line.Fitting}): ответьте на нужную вручную.")
        : new("The line is in quarantine.", "Строка в карантине.");

    public static LineOutcome Conflicting(
        ReadLine line, string reason, LocalText detail, PurchaseView? after, PurchaseView? before = null) =>
        Outcome(LineResult.Conflicting, line, before, after) with { Conflict = ConflictOf(line, reason, detail, after) };

    // What an earlier line of the report had put into the sums goes out again; what nobody had counted does not.
    private static LineOutcome Outcome(LineResult result, ReadLine line, PurchaseView? before, PurchaseView? after) =>
        new(result, null, line.Reported, line.Replaces, line.Replaces is null ? null : before, after);

    private static Conflict ConflictOf(ReadLine line, string reason, LocalText detail, PurchaseView? ours)
    {
        var report = (line.Reading as Reading.Order)?.Report;
        return new Conflict
        {
            Line = line.Row.Line,
            Reason = reason,
            Detail = detail,
            PurchaseId = report is null ? null : line.Key,
            OrderId = line.OrderId,
            SubscriberId = report?.SubscriberId,
            NetworkStatus = line.Reported?.Status,
            NetworkAmount = line.Reported?.Amount,
            OurStatus = ours?.Status,
            OurAmount = ours?.Amount,
        };
    }

    private static string StatusName<T>(T status)
        where T : struct, Enum => status.ToString().ToLowerInvariant();

    private static string Russian(ReportedStatus status) => status switch
    {
        ReportedStatus.Created => "создана",
        ReportedStatus.Confirmed => "подтверждена",
        ReportedStatus.Declined => "отклонена",
        ReportedStatus.OnHold => "на удержании",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    private static string Russian(PurchaseStatus status) => status switch
    {
        PurchaseStatus.Pending => "ожидает подтверждения",
        PurchaseStatus.Confirmed => "подтверждена",
        PurchaseStatus.Declined => "отклонена",
        PurchaseStatus.Expired => "срок истёк",
        PurchaseStatus.Reversed => "отменена",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
