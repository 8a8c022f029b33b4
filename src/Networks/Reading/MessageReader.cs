using Cashback.Clicks;
using Cashback.Currencies;
using Cashback.Purchases;
using Cashback.Stores;

namespace Cashback.Networks;

/// <summary>
/// Reads a network's message by the network's description. It decides nothing and looks nothing up. All that the
/// description says is prepared once: one reader serves all messages of its network and channel.
/// </summary>
public sealed class MessageReader
{
    private const int ReasonMax = 500;
    private readonly ClickIds _clicks;
    private readonly bool _isPush;
    private readonly Dictionary<string, ReportedStatus> _statuses;
    private readonly HashSet<string> _corrections;
    private readonly ParameterReader[] _always;
    private readonly ParameterReader[] _usually;
    private readonly ParameterReader? _lineId;
    private readonly LineIdMaker? _lineIdMaker;
    private readonly ParameterReader? _original;
    private readonly ParameterReader _status;
    private readonly ParameterReader _click;
    private readonly ParameterReader _amount;
    private readonly ParameterReader _currency;
    private readonly ParameterReader? _orderId;
    private readonly ParameterReader? _tariff;
    private readonly ParameterReader? _reason;
    private readonly (ParameterReader Place, TimeReader Form)? _orderedAt;
    private readonly (ParameterReader Place, TimeReader Form)? _version;

    /// <summary>Which parameters it reads.</summary>
    public UsedParameters Uses { get; }

    /// <param name="network">Must keep the rules of <see cref="NetworkRules"/>.</param>
    public MessageReader(NetworkDescription network, string channel, ClickIds clicks)
    {
        Network = network;
        network = network.For(channel);
        _clicks = clicks;
        _isPush = channel == NetworkChannels.Push;
        Uses = new UsedParameters(network);
        _statuses = new(
            network.Statuses.GetValueOrDefault(channel) ?? new Dictionary<string, ReportedStatus>(), StringComparer.OrdinalIgnoreCase);
        _corrections = new(network.Corrections?.Words ?? [], StringComparer.OrdinalIgnoreCase);
        _lineId = ParameterReader.Of("lineId", network.LineId);
        _lineIdMaker = network.LineIdFrom is null ? null : new LineIdMaker(network.LineIdFrom);
        _original = ParameterReader.Of("corrections.original", network.Corrections?.Original);
        _status = new("status", network.Status);
        _click = new("click", network.Click);
        _amount = new("amount", network.Amount);
        _currency = new("currency", network.Currency);
        _orderId = ParameterReader.Of("orderId", network.OrderId);
        _tariff = ParameterReader.Of("tariff", network.Tariff);
        _reason = ParameterReader.Of("reason", network.Reason);
        var zone = channel == NetworkChannels.Report ? TimeReader.ZoneOf(network.OrderedAt, network.Version) : null;
        _orderedAt = TimeOf("orderedAt", network.OrderedAt, zone);
        _version = TimeOf("version", network.Version, zone);
        _always = Required(_lineId, _status, _version?.Place);
        _usually = Required(_orderId, _tariff, _orderedAt?.Place, _reason);
    }

    /// <summary>The description it reads by.</summary>
    public NetworkDescription Network { get; }

    /// <param name="receivedAt">When the first process of ours received it; it stands for the times that the network does not give.</param>
    /// <param name="knownClick">The visit of a message that names none, where it is known from elsewhere.</param>
    public Reading Read(IReadOnlyDictionary<string, string> parameters, DateTimeOffset receivedAt, string? knownClick = null)
    {
        if (ReadLine(parameters, out var line) is { } failure)
        {
            return failure;
        }

        if ((FindClick(parameters) ?? ClickOf(knownClick)) is not var (clickId, click))
        {
            return new Reading.Unattributable("unknown-click");
        }

        return new Reading.Order(click.StoreId, new PartnerReport
        {
            Network = Network.Id,
            LineId = line.LineId ?? _lineIdMaker!.Make(parameters, clickId),
            ClickId = clickId,
            SubscriberId = click.SubscriberId,
            ClickedAt = click.At,
            Status = line.Status,
            Amount = line.Amount,
            OrderId = line.OrderId,
            TariffCode = line.TariffCode,
            OrderedAt = line.OrderedAt ?? receivedAt,
            Version = line.Version,
            Reason = line.Reason,
            ReceivedAt = receivedAt,
        });
    }

    /// <summary>
    /// The same for a message whose parameters can be in doubt (given twice, too long, outside of what is signed): it is
    /// refused for those that its effect needs.
    /// </summary>
    public Reading Read(MessageParameters message, DateTimeOffset receivedAt)
    {
        var reading = Read(message.Values, receivedAt);
        var doubt = reading is Reading.Order { Report.Status: var status }
            ? NeededDoubt(message, status)
            : message.BodyFault ?? (message.Doubts.Count > 0 ? message.Doubts[0] : null);
        return doubt is null ? reading : new Reading.Malformed(doubt.Parameter, doubt.Why);
    }

    /// <summary>
    /// All that a message says but whose it is; why it says nothing, else null. It is refused only for a part that its
    /// effect needs: a decline needs the line's id alone. The status speaks before the sign of the amount.
    /// </summary>
    public Reading? ReadLine(IReadOnlyDictionary<string, string> parameters, out MessageLine line)
    {
        line = default;
        var word = _status.Find(parameters)?.Text ?? "";
        var declines = !_corrections.Contains(word) && FindStatus(word) == ReportedStatus.Declined;
        if (Missing(parameters, declines) is { } missing)
        {
            return new Reading.Malformed(missing, new("The parameter is missing.", "Параметр не указан."));
        }

        Money? amount = null;
        var negative = false;
        if (ReadAmount(parameters, !declines, ref amount, ref negative) is { } noAmount && !declines)
        {
            return noAmount;
        }

        var corrects = !declines && (negative || _corrections.Contains(word));
        if (ReadLineId(parameters, corrects, out var lineId) is { } unreadable)
        {
            return unreadable;
        }

        // Only the rate of another currency needs the day.
        if (ReadTime(parameters, _orderedAt, out var orderedAt) is { } noTime && !declines && amount is { Currency: not Money.Rub })
        {
            return noTime;
        }

        // A message that is pushed can count by its arrival; a row of a report that nobody can date could undo a newer word.
        if (ReadTime(parameters, _version, out var version) is { } noVersion && (!_isPush || _version!.Value.Place.Required))
        {
            return noVersion;
        }

        if (StatusOf(word, corrects, negative) is not { } status)
        {
            return new Reading.Unattributable(corrects ? "correction" : "unknown-status");
        }

        var reason = _reason?.Find(parameters)?.Text;
        line = new MessageLine(
            lineId, status, amount, _orderId?.Find(parameters) is { } orderId ? OrderNumber.Display(orderId.Text) : null,
            _tariff?.Find(parameters)?.Text, orderedAt, version, reason is null ? null : reason[..Math.Min(reason.Length, ReasonMax)]);
        return null;
    }

    /// <summary>Null: no value reads as a click id of ours.</summary>
    public (string Id, ClickToken Click)? FindClick(IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var name in _click.Names)
        {
            if (parameters.TryGetValue(name, out var text) && ClickOf(Blanks.Trim(text)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private MessageFault? NeededDoubt(MessageParameters message, ReportedStatus status) => message.Doubts.Count == 0
        ? null
        : message.Doubts.FirstOrDefault(doubt => Uses.IsNeeded(doubt.Parameter, status));

    private (string Id, ClickToken Click)? ClickOf(string? clickId) =>
        clickId is not null && _clicks.TryRead(clickId, out var click) ? (clickId, click!) : null;

    /// <summary>A code of a status can come back from a spreadsheet like any number: <c>41.0</c>.</summary>
    private ReportedStatus? FindStatus(string word) =>
        _statuses.TryGetValue(word, out var status)
            || (WholeNumberText.TryRead(word, out var code) && _statuses.TryGetValue(code, out status))
            ? status
            : null;

    private static ParameterReader[] Required(params IEnumerable<ParameterReader?> places) =>
        [.. places.OfType<ParameterReader>().Where(place => place.Required)];

    /// <summary>The first parameter that is needed and not there.</summary>
    private string? Missing(IReadOnlyDictionary<string, string> parameters, bool declines) =>
        Missing(_always, parameters) ?? (declines ? null : Missing(_usually, parameters)) ?? _lineIdMaker?.Missing(parameters);

    private static string? Missing(ParameterReader[] places, IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var place in places)
        {
            if (place.Find(parameters) is null)
            {
                return place.FirstName;
            }
        }

        return null;
    }

    /// <param name="signed">A negative amount corrects the line, if the network's description has corrections.</param>
    private Reading.Malformed? ReadAmount(IReadOnlyDictionary<string, string> parameters, bool signed, ref Money? amount, ref bool negative)
    {
        if (_amount.Required && _amount.Find(parameters) is null)
        {
            return new Reading.Malformed(_amount.FirstName, new("The parameter is missing.", "Параметр не указан."));
        }

        var sum = _amount.ReadAmount(parameters, signed && Network.Corrections is not null);
        if (sum.Why is not null)
        {
            return new Reading.Malformed(sum.Name, sum.Why);
        }

        // What stands beside the number says the currency where nothing else in the message does.
        var constant = _currency.Names.Count == 0;
        var given = constant ? _currency.Find(parameters) : _currency.FindGiven(parameters);
        var named = given?.Text ?? sum.Currency ?? _currency.Find(parameters)?.Text;
        if (named is null)
        {
            return new Reading.Malformed(_currency.FirstName, new("The parameter is missing.", "Параметр не указан."));
        }

        if (!CurrencyCodes.TryRead(named, out var currency))
        {
            return new Reading.Malformed(given?.Name ?? _currency.FirstName, CurrencyCodes.Expected);
        }

        if (sum.Currency is not null && sum.Currency != currency)
        {
            return new Reading.Malformed(sum.Name, new("The amount bears another currency than the message.", "Валюта в сумме не та, что в сообщении."));
        }

        negative = sum.Amount < 0;
        amount = CurrencyCodes.Round(Math.Abs(sum.Amount), currency);
        return null;
    }

    private static (ParameterReader Place, TimeReader Form)? TimeOf(string field, NetworkParameter? parameter, TimeZoneInfo? zone) =>
        parameter is null ? null : (new ParameterReader(field, parameter), new TimeReader(parameter, zone));

    private static Reading.Malformed? ReadTime(
        IReadOnlyDictionary<string, string> parameters, (ParameterReader Place, TimeReader Form)? described, out DateTimeOffset? time)
    {
        time = null;
        if (described is not var (place, form) || place.Find(parameters) is not { } found)
        {
            return null;
        }

        if (!form.TryRead(found.Text, out var read))
        {
            return new Reading.Malformed(found.Name, form.Expected);
        }

        time = read;
        return null;
    }

    /// <summary>A correction bears the id of the line that it corrects, or names it.</summary>
    private Reading? ReadLineId(IReadOnlyDictionary<string, string> parameters, bool corrects, out string? lineId)
    {
        lineId = null;
        var place = corrects && _original is not null ? _original : _lineId;
        if (place is null)
        {
            return _lineIdMaker?.CanRead(parameters) == false ? new Reading.Unattributable(LineIdText.Unreadable) : null;
        }

        if (place.Find(parameters) is not { } found)
        {
            return new Reading.Malformed(place.FirstName, new("The parameter is missing.", "Параметр не указан."));
        }

        // What does not fit could be another line, or one that is known: people look at it, and nothing is made of it.
        return LineIdText.TryRead(found.Text, place.Ids ?? _lineId?.Ids, out lineId)
            ? null
            : new Reading.Unattributable(LineIdText.Unreadable);
    }

    /// <summary>
    /// A negative correction takes the line back, where the network's description says so. One that adds something has
    /// no word in the programme: ops decide.
    /// </summary>
    private ReportedStatus? StatusOf(string word, bool corrects, bool negative)
    {
        if (corrects)
        {
            return negative && Network.Corrections!.Negative == NegativeAmount.Decline ? ReportedStatus.Declined : null;
        }

        return FindStatus(word);
    }
}

/// <summary>What a message says of an order line.</summary>
/// <param name="LineId">Null: made of fields of the message.</param>
/// <param name="Amount">Null: a decline that names none.</param>
/// <param name="OrderedAt">Null: the network does not say.</param>
public readonly record struct MessageLine(
    string? LineId,
    ReportedStatus Status,
    Money? Amount,
    string? OrderId,
    string? TariffCode,
    DateTimeOffset? OrderedAt,
    DateTimeOffset? Version,
    string? Reason);
