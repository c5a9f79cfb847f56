using NewsHub.Articles.Drafts;
using NewsHub.Articles.LiveBlogs;
using NewsHub.Wire;

namespace NewsHub.Articles.Lifecycle;

/// <summary>
/// The lifecycle rules of articles, as pure functions:
/// <code>
/// draft ──publish──▶ published ◀──publish── withheld        any ──kill──▶ killed
///   └──publish──▶ scheduled ──at its time──▶ published ──withhold──▶ withheld
/// </code>
/// </summary>
internal static class ArticleRules
{
    /// <summary>Topics of one article over its lifetime: 100 × at most 57 characters = 6 KB in every entry.</summary>
    private const int MaxTopics = 100;

    /// <summary>Corrections of one article: 100 × at most 2,000 characters.</summary>
    private const int MaxCorrections = 100;

    /// <summary>Redactions of one article: 100 × at most 1,000 characters.</summary>
    private const int MaxRedactions = 100;

    private const int DefaultAlertMinutes = 60;

    /// <summary>Decides the effect of <paramref name="command"/> at <paramref name="now"/>.</summary>
    /// <param name="current">The stored article; null when it does not exist.</param>
    public static Decision Decide(string id, Article? current, ArticleCommand command, DateTimeOffset now) => current switch
    {
        null => command is Create create ? CreateArticle(id, create, now) : Refuse(RejectionReason.NotFound, "There is no such article."),
        { Status: ArticleStatus.Killed } => Refuse(RejectionReason.Gone, "The article was killed."),
        _ when command is Create => Refuse(RejectionReason.Exists, "An article with this id already exists."),
        _ when !command.Actor.MayEditOthers && command.Actor.Newsroom != current.Newsroom =>
            Refuse(RejectionReason.Forbidden, $"The article belongs to the newsroom {current.Newsroom}."),
        _ when EndsHold(command) && current.IsHeldByEditor && !command.Actor.MayEditOthers =>
            Refuse(RejectionReason.Forbidden, $"Only an editor can release or delete an article that an editor withheld. {current.Withdrawal?.Reason}".TrimEnd()),
        _ when command.IfVersion is { } expected && expected != current.Version =>
            Refuse(RejectionReason.Stale, $"The article is at version {current.Version}, which is not the expected one."),
        _ => Change(current with { Version = current.Version + 1, UpdatedAt = now }, command, now),
    };

    /// <summary>Decides what is due at <paramref name="now"/>: a release or the end of an alert. Null when nothing is due.</summary>
    public static Decision? Wake(Article current, DateTimeOffset now)
    {
        var next = current with { Version = current.Version + 1, UpdatedAt = now };
        return current switch
        {
            { Status: ArticleStatus.Scheduled } when !(HeldUntil(current) > now) => Release(next, now),
            { Status: ArticleStatus.Published, AlertUntil: { } until } when until <= now => ChangeWithEntry(ClearAlert(next), EntryKind.AlertCleared),
            { Status: ArticleStatus.Published } when CoverageRules.EndsAt(current) <= now => CoverageRules.End(next, now),
            _ => null,
        };
    }

    /// <summary>When the article must be woken next; null when nothing is pending.</summary>
    public static DateTimeOffset? DueAt(Article article) => article.Status switch
    {
        ArticleStatus.Scheduled => HeldUntil(article),
        ArticleStatus.Published => Earlier(article.AlertUntil, CoverageRules.EndsAt(article)),
        _ => null,
    };

    private static Decision Change(Article next, ArticleCommand command, DateTimeOffset now) => (command, next.Status) switch
    {
        (Replace { Draft.Status: DraftStatus.Draft }, ArticleStatus.Published) =>
            Refuse(RejectionReason.InvalidState, "A published article cannot become a draft; withhold it instead."),
        (Replace replace, ArticleStatus.Published) => Revise(next, replace.Draft, now, EntryKind.Updated),
        (Replace { Draft.Status: DraftStatus.Published } replace, _) => Release(Apply(next, replace.Draft), now),
        (Replace { Draft.Status: DraftStatus.Draft } replace, _) =>
            ChangeWithoutEntry(Apply(next, replace.Draft) with { Status = ArticleStatus.Draft, Withdrawal = null }),
        (Replace replace, ArticleStatus.Scheduled) => Reschedule(Apply(next, replace.Draft), now),
        (Replace replace, _) => ChangeWithoutEntry(Apply(next, replace.Draft)),
        (Publish, ArticleStatus.Published) => Refuse(RejectionReason.InvalidState, "The article is already published."),
        (Publish { At: { } at }, _) => Release(next with { PublishAt = at }, now),
        (Publish, ArticleStatus.Withheld) => Release(next, now),
        (Publish, _) => Release(next with { PublishAt = next.PublishAt > now ? null : next.PublishAt }, now),
        (Correct, ArticleStatus.Published) when next.Corrections.Count == MaxCorrections =>
            Refuse(RejectionReason.InvalidState, $"The article has the maximum of {MaxCorrections} corrections; write a new article."),
        (Correct correct, ArticleStatus.Published) => CorrectPublished(next, correct, now),
        (Correct, _) => Refuse(RejectionReason.InvalidState, "Only a published article can be corrected; replace this one instead."),
        (Withhold withhold, ArticleStatus.Published) => ChangeWithEntry(Hold(ClearAlert(next), withhold, now), EntryKind.Withheld),
        (Withhold withhold, ArticleStatus.Scheduled) => ChangeWithoutEntry(Hold(next, withhold, now)),
        (Withhold, _) => Refuse(RejectionReason.InvalidState, "Only a published or scheduled article can be withheld."),
        (Kill kill, _) => KillArticle(next, Withdraw(kill, kill.Reason, now)),
        (Delete, _) when next.PublishedAt is not null =>
            Refuse(RejectionReason.InvalidState, "The article was public and cannot be deleted; withhold or kill it instead."),
        (Delete, _) => new Decision.Deletion(),
        (Redact redact, _) => RedactVersions(next, redact, now),
        (Alert alert, ArticleStatus.Published) => alert.Level is null && next.AlertUntil is null
            ? Refuse(RejectionReason.InvalidState, "The article has no alert to clear.")
            : alert.Level is null
                ? ChangeWithEntry(ClearAlert(next), EntryKind.AlertCleared)
                : ChangeWithEntry(RaiseAlert(next with { Alert = alert.Level, AlertMinutes = alert.Minutes }, now), EntryKind.Alerted),
        (Alert, _) => Refuse(RejectionReason.InvalidState, "Only a published article can have an alert."),
        (ChangeCoverage or Pin, _) => CoverageRules.Change(next, command, now),
        _ => throw new InvalidOperationException($"No rule for {command.GetType().Name}."),
    };

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static Decision CreateArticle(string id, Create create, DateTimeOffset now)
    {
        if (create.Draft.Status is DraftStatus.Scheduled or DraftStatus.Withheld)
            return Refuse(RejectionReason.Incomplete, "The status of a new article must be draft or published; use publishAt to publish it later.");
        var article = Apply(
            new Article
            {
                Id = id, Version = 1, Status = ArticleStatus.Draft, Newsroom = create.Actor.Newsroom, CreatedAt = now, UpdatedAt = now,
            },
            create.Draft);
        return create.Draft.Status is DraftStatus.Published ? Release(article, now) : ChangeWithoutEntry(article);
    }

    private static Decision Release(Article next, DateTimeOffset now)
    {
        if (MissingField(next) is { } missingField) return missingField;
        var published = next with
        {
            Status = ArticleStatus.Published,
            Withdrawal = null,
            PublishedAt = next.PublishedAt ?? Later(next.PublishAt ?? now, next.EmbargoedUntil),
            RevisedAt = next.PublishedAt is null ? null : now,
            Coverage = next.Coverage is { State: CoverageState.Live, StartedAt: null } planned ? planned with { StartedAt = now } : next.Coverage,
        };
        if (published.Alert is not null) published = RaiseAlert(published, now);
        var released = ChangeWithEntry(published, EntryKind.Published);
        // A held article must also pass the checks for release: a refusal at its publication time would reach nobody.
        return HeldUntil(next) > now && released is Decision.Change ? ChangeWithoutEntry(next with { Status = ArticleStatus.Scheduled, Withdrawal = null }) : released;
    }

    // Without a time it is a draft again: to take away a time is not to publish.
    private static Decision Reschedule(Article next, DateTimeOffset now) =>
        HeldUntil(next) is null ? ChangeWithoutEntry(next with { Status = ArticleStatus.Draft }) : Release(next, now);

    private static Decision CorrectPublished(Article next, Correct correct, DateTimeOffset now)
    {
        var noted = next with { RevisedAt = now, Corrections = next.Corrections.Append(new Correction(now, correct.Note)).ToArray() };
        return correct.Draft is { } draft
            ? Revise(noted, draft, now, EntryKind.Corrected)
            : ChangeWithEntry(noted, EntryKind.Corrected);
    }

    // The alert stays unless the draft sets a different one.
    private static Decision Revise(Article before, Draft draft, DateTimeOffset now, EntryKind kind)
    {
        var next = Apply(before, draft) with { RevisedAt = now };
        if (HeldUntil(next) > now) return Refuse(RejectionReason.InvalidState, "A public article cannot be held until a future time; withhold it first.");
        var isSameAlert = (next.Alert, next.AlertMinutes) == (before.Alert, before.AlertMinutes);
        return MissingField(next) ?? ChangeWithEntry(isSameAlert ? next : RaiseAlert(next, now), kind);
    }

    private static bool EndsHold(ArticleCommand command) => command is Publish or Delete or Replace { Draft.Status: DraftStatus.Published or DraftStatus.Draft };

    private static Article Hold(Article article, Withhold withhold, DateTimeOffset now) =>
        article with { Status = ArticleStatus.Withheld, Withdrawal = Withdraw(withhold, withhold.Reason, now) with { Notice = withhold.Notice } };

    private static Withdrawal Withdraw(ArticleCommand command, string reason, DateTimeOffset now) =>
        new(now, command.Actor.Newsroom, command.Actor.Key, command.Actor.MayEditOthers, reason);

    private static Decision RedactVersions(Article next, Redact redact, DateTimeOffset now)
    {
        var current = next.Version - 1;
        if (redact.UpToVersion >= current)
            return Refuse(RejectionReason.InvalidState, $"The current version, {current}, cannot be redacted. Replace or correct it first, then redact the earlier ones.");
        if (redact.UpToVersion <= next.RedactedUpTo) return Refuse(RejectionReason.InvalidState, $"Versions up to {next.RedactedUpTo} are already redacted.");
        var before = next.Redactions ?? [];
        if (before.Count == MaxRedactions) return Refuse(RejectionReason.InvalidState, $"The article has the maximum of {MaxRedactions} redactions; write a new article.");
        if (redact.Note is not null && next.Corrections.Count == MaxCorrections)
            return Refuse(RejectionReason.InvalidState, $"The article has the maximum of {MaxCorrections} corrections; redact it without a note.");
        var redaction = new Redaction(now, redact.Actor.Newsroom, redact.Actor.Key, redact.UpToVersion, redact.Reason);
        var redacted = next with
        {
            RedactedUpTo = redact.UpToVersion,
            Redactions = [.. before, redaction],
            Corrections = redact.Note is { } note ? [.. next.Corrections, new Correction(now, note)] : next.Corrections,
        };
        return next.IsPublic ? ChangeWithEntry(redacted, EntryKind.Updated) : ChangeWithoutEntry(redacted);
    }

    private static Decision KillArticle(Article next, Withdrawal withdrawal)
    {
        var tombstone = new Article
        {
            Id = next.Id, Version = next.Version, Status = ArticleStatus.Killed, Newsroom = next.Newsroom,
            CreatedAt = next.CreatedAt, UpdatedAt = next.UpdatedAt, PublishedAt = next.PublishedAt, Withdrawal = withdrawal, Topics = next.Topics,
        };
        return next.PublishedAt is null ? ChangeWithoutEntry(tombstone) : ChangeWithEntry(tombstone, EntryKind.Killed);
    }

    // Absent times keep their values: a new version that omits the embargo must not release the article.
    private static Article Apply(Article article, Draft draft) => article with
    {
        Headline = draft.Headline,
        Summary = draft.Summary,
        Body = draft.Body,
        BodyFormat = draft.BodyFormat,
        BodyHtml = draft.BodyHtml,
        Section = draft.Section,
        Tags = draft.Tags,
        Language = draft.Language,
        Byline = draft.Byline,
        Dateline = draft.Dateline,
        Source = draft.Source,
        Image = draft.Image,
        Urgency = draft.Urgency,
        PublishAt = draft.ClearsPublishAt ? null : draft.PublishAt ?? article.PublishAt,
        EmbargoedUntil = draft.ClearsEmbargo ? null : draft.EmbargoedUntil ?? article.EmbargoedUntil,
        Slug = draft.Slug,
        Coverage = CoverageRules.Apply(article.Coverage, draft.Coverage),
        Alert = draft.Alert ?? article.Alert,
        AlertMinutes = draft.Alert is null ? article.AlertMinutes : draft.AlertMinutes,
    };

    private static Article RaiseAlert(Article article, DateTimeOffset now) =>
        article with { AlertUntil = now.AddMinutes(article.AlertMinutes ?? DefaultAlertMinutes) };

    private static Article ClearAlert(Article article) => article with { Alert = null, AlertMinutes = null, AlertUntil = null };

    private static DateTimeOffset? HeldUntil(Article article) => article.PublishAt is { } at ? Later(at, article.EmbargoedUntil) : article.EmbargoedUntil;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static Decision.Refused? MissingField(Article article) => article switch
    {
        { Headline: null } => Refuse(RejectionReason.Incomplete, "An article needs a headline to be published."),
        { Section: null } => Refuse(RejectionReason.Incomplete, "An article needs a section to be published."),
        _ => null,
    };

    private static Decision ChangeWithEntry(Article next, EntryKind kind)
    {
        if (next.RaisedAlert is not null && Backdating.IsFromArchive(next))
            return Refuse(RejectionReason.InvalidState, "An article dated more than 24 hours before it was created cannot have an alert.");
        var topics = ArticleTopics.Accumulate(next);
        return topics.Count > MaxTopics
            ? Refuse(RejectionReason.InvalidState, $"An article can have at most {MaxTopics} topics over its lifetime; this change would bring it to {topics.Count}.")
            : new Decision.Change(next with { Topics = topics }, kind);
    }

    private static Decision.Change ChangeWithoutEntry(Article next) => new(next, null);

    private static Decision.Refused Refuse(RejectionReason why, string reason) => new(why, reason);
}
