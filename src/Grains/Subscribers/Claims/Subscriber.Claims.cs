using Cashback.Claims;
using Cashback.Programme;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>Claims of orders that a store has not reported, or has not confirmed in time.</summary>
internal sealed partial record Subscriber
{
    /// <summary>So that the record stays bounded, however long partners take to answer.</summary>
    private const int OpenClaimsMax = 100;

    /// <param name="known">What is known of the order; null: nothing.</param>
    public Outcome<(Subscriber Next, Claim Claim)> File(
        ClaimFiling filing, (string Id, DateTimeOffset At) click, PurchaseView? known, DateTimeOffset now, ProgrammeRules rules)
    {
        var terms = filing.Terms ?? ClaimTerms.Usual;
        var claims = (Claims ?? new OpenClaims(rules.Calendar.DayOf(now), 0, 0, [])).On(rules.Calendar.DayOf(now));
        if (claims.Open.FirstOrDefault(open => open.ClickId == click.Id && OrderNumber.Same(open.OrderId, filing.OrderId)) is { } same)
        {
            return same.Amount == filing.Amount && same.OrderedAt == filing.OrderedAt
                ? (this, same)
                : new Rejection("claim-exists", new("There is a claim of this order already.", "Заявка по этому заказу уже подана."), Field: "orderId");
        }

        if (!terms.Taken)
        {
            return new Rejection("claims-not-taken", new("This store takes no claims.", "Этот магазин не принимает заявки."), Field: "storeId");
        }

        // By days: many know the day of their order, but not the hour.
        if (rules.Calendar.DayOf(filing.OrderedAt) < rules.Calendar.DayOf(click.At))
        {
            return new Rejection("order-before-visit", new(
                $"The visit was later than the order, at {rules.Calendar.Local(click.At):yyyy-MM-dd HH:mm} by the programme's calendar.",
                $"Переход в магазин был позже заказа: {rules.Calendar.Local(click.At):dd.MM.yyyy HH:mm} по календарю программы."), Field: "orderedAt");
        }

        if (known is not null and not { Status: PurchaseStatus.Expired })
        {
            return new Rejection("purchase-known", new(
                "The store has reported this order; it stands among the purchases.",
                "Магазин уже сообщил об этом заказе; он есть в списке покупок."), Field: "orderId");
        }

        var from = known is null ? click.At.AddHours(terms.FromHours) : now;
        var until = (known?.AnswerDueBy ?? click.At).AddDays(terms.UntilDays);
        if (now > until)
        {
            return new Rejection("claim-too-late", new(
                $"A claim could be filed until {rules.Calendar.Local(until):yyyy-MM-dd HH:mm} by the programme's calendar.",
                $"Заявку можно было подать до {rules.Calendar.Local(until):dd.MM.yyyy HH:mm} по календарю программы."));
        }

        if (claims.FiledToday >= rules.ClaimsPerDay || claims.Open.Length >= OpenClaimsMax)
        {
            return new Rejection("too-many-claims", new(
                $"At most {rules.ClaimsPerDay} claims a day are taken; file it tomorrow.",
                $"Принимается не больше {rules.ClaimsPerDay} {Plural.Russian(rules.ClaimsPerDay, "заявки", "заявок", "заявок")} в день; подайте её завтра."));
        }

        var claim = new Claim
        {
            Id = $"{Id}-{claims.LastNumber + 1}",
            SubscriberId = Id,
            StoreId = filing.StoreId,
            StoreName = filing.StoreName,
            Network = filing.Network,
            ClickId = click.Id,
            ClickedAt = click.At,
            OrderId = filing.OrderId,
            Amount = filing.Amount,
            OrderedAt = filing.OrderedAt,
            Comment = filing.Comment,
            FiledAt = now,
            GoesAt = from > now ? from : now,
            Status = from > now ? ClaimStatus.Waiting : ClaimStatus.Open,
            PurchaseId = known?.Id,
        };
        var next = this with
        {
            Claims = claims with { FiledToday = claims.FiledToday + 1, LastNumber = claims.LastNumber + 1, Open = claims.Open.Add(claim) },
            Outbox = Outbox.FileClaim(claim),
        };
        return (next.LogClaim(claim, now, Texts.ClaimFiled(claim.StoreName), Texts.ClaimOf(claim), "filed"), claim);
    }

    /// <summary>A step is written down once; the answer closes the claim.</summary>
    public Subscriber Note(Claim claim, DateTimeOffset now)
    {
        if (Claims?.Find(claim.Id) is not { } open || claim.Status <= open.Status)
        {
            return this;
        }

        var closed = claim.Status is ClaimStatus.Found or ClaimStatus.Declined;
        var next = this with { Claims = Claims with { Open = closed ? Claims.Open.Remove(open) : Claims.Open.Replace(open, claim) } };
        return claim.Status switch
        {
            ClaimStatus.Found => next.LogClaim(claim, now, Texts.ClaimFound(claim.StoreName), Texts.ClaimOf(claim), "found")
                .Send("claim-found", ("store", claim.StoreName)),
            ClaimStatus.Declined => next.LogClaim(claim, now, Texts.ClaimDeclined(claim.StoreName), claim.Reason, "declined")
                .Send("claim-declined", ("store", claim.StoreName), ("reason", claim.Reason ?? "")),
            _ => next.LogClaim(claim, now, Texts.ClaimGoes(claim.StoreName), Texts.ClaimOf(claim), "open"),
        };
    }

    private Subscriber LogClaim(Claim claim, DateTimeOffset now, string title, string? reason, string status) =>
        Log(now, new("claim", title, reason) { StoreId = claim.StoreId, ClickId = claim.ClickId, ClaimId = claim.Id, Status = status });
}
