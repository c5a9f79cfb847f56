using System.Text.Json;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>
/// Where newsrooms hand in their orders, whichever door they come through: reads what they sent, asks the article's grain.
/// </summary>
public sealed class NewsDesk(IGrainFactory grains, DraftReader drafts, WallClock clock)
{
    private const int MaxNote = 2_000;
    private const int MaxReason = 1_000;
    private const int MaxTries = 3;

    private IArticleCreatorGrain? _creator;

    private IArticleCreatorGrain Creator => _creator ??= grains.GetGrain<IArticleCreatorGrain>(0);

    /// <summary>Creates an article under a new id.</summary>
    public Task<DeskResult> Create(JsonElement body, Actor desk, IdempotencyKey? key) => Create(ArticleId.New(clock.Now), body, desk, key);

    /// <summary>Creates an article under an id of the newsroom's choice.</summary>
    /// <param name="otherwise">What becomes of an article that does not say.</param>
    public async Task<DeskResult> Create(
        string id, JsonElement body, Actor desk, IdempotencyKey? key, DraftStatus otherwise = DraftStatus.Draft)
    {
        var draft = drafts.Read(body, out var errors);
        if (errors.Count > 0) return new DeskResult.Invalid(errors);
        return await CreateArticle(id, new Create(draft with { Status = draft.Status ?? otherwise }) { Actor = desk, IdempotencyKey = key });
    }

    /// <summary>Publishes an article under a new id.</summary>
    public Task<DeskResult> Publish(JsonElement body, Actor desk) =>
        Create(ArticleId.New(clock.Now), body, desk, null, DraftStatus.Published);

    /// <summary>Publishes at once with an alert: a flash unless the article says otherwise.</summary>
    public async Task<DeskResult> Break(JsonElement body, Actor desk, IdempotencyKey? key)
    {
        var draft = drafts.Read(body, out var errors);
        if (draft.Status is not (null or DraftStatus.Published)) errors.TryAdd("status", ["Breaking news is published at once; leave status out."]);
        if (errors.Count > 0) return new DeskResult.Invalid(errors);
        var breaking = draft with { Status = DraftStatus.Published, Alert = draft.Alert ?? AlertLevel.Flash };
        return await CreateArticle(ArticleId.New(clock.Now), new Create(breaking) { Actor = desk, IdempotencyKey = key });
    }

    public async Task<DeskResult> Replace(string id, JsonElement body, int? ifVersion, Actor desk, IdempotencyKey? key)
    {
        var draft = drafts.Read(body, out var errors);
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(id, new Replace(draft) { Actor = desk, IfVersion = ifVersion, IdempotencyKey = key });
    }

    public Task<DeskResult> Publish(string id, JsonElement body, int? ifVersion, Actor desk, IdempotencyKey? key) =>
        ExecuteWithoutFields(id, body, new Publish { Actor = desk, IfVersion = ifVersion, IdempotencyKey = key });

    /// <summary>Withholds for a <c>reason</c>, with a <c>notice</c> for readers where one is given.</summary>
    public async Task<DeskResult> Withhold(string id, JsonElement body, int? ifVersion, Actor desk, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        var fields = Fields(body, errors);
        var (reason, notice) = (Reason(fields), fields?.PlainText("notice", MaxReason));
        fields?.RefuseOthers();
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(id, new Withhold(reason!, notice) { Actor = desk, IfVersion = ifVersion, IdempotencyKey = key });
    }

    /// <summary>Redacts versions up to <c>upToVersion</c> for a <c>reason</c>, with a public <c>note</c> where one is given.</summary>
    public async Task<DeskResult> Redact(string id, JsonElement body, int? ifVersion, Actor desk, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        var fields = Fields(body, errors);
        var (reason, upTo, note) = (Reason(fields), fields?.Number("upToVersion", 1, int.MaxValue - 1), fields?.PlainText("note", MaxNote));
        if (upTo is null) fields?.Refuse("upToVersion", "is required");
        fields?.RefuseOthers();
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(id, new Redact(reason!, upTo!.Value, note) { Actor = desk, IfVersion = ifVersion, IdempotencyKey = key });
    }

    /// <summary>Corrects with a public <c>note</c>; fields of the article beside it replace those it has.</summary>
    public async Task<DeskResult> Correct(string id, JsonElement body, int? ifVersion, Actor desk, IdempotencyKey? key)
    {
        for (var tries = 1; ; tries++)
        {
            var before = await grains.GetGrain<IArticleGrain>(id).Get();
            if (!TryReadCorrection(body, before, out var note, out var draft, out var errors)) return new DeskResult.Invalid(errors);
            var command = new Correct(note, draft) { Actor = desk, IfVersion = ifVersion ?? (IsNoteAlone(body) ? null : before?.Version ?? 0), IdempotencyKey = key };
            var result = await Do(id, command);
            // What the correction was merged with has changed meanwhile: that is ours to mend, not the newsroom's.
            if (ifVersion is null && tries < MaxTries && result is DeskResult.Decided { Outcome: CommandOutcome.Refused { Why: RejectionReason.Stale } }) continue;
            return result;
        }
    }

    public async Task<DeskResult> Kill(string id, JsonElement body, int? ifVersion, Actor desk, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        var fields = Fields(body, errors);
        var reason = Reason(fields);
        fields?.RefuseOthers();
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(id, new Kill(reason!) { Actor = desk, IfVersion = ifVersion, IdempotencyKey = key });
    }

    /// <summary>Raises the alert to <c>alert</c> for <c>alertMinutes</c>, or clears it where <c>alert</c> is null.</summary>
    public async Task<DeskResult> Alert(string id, JsonElement body, int? ifVersion, Actor desk, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        var fields = Fields(body, errors);
        var level = fields?.OneOf<AlertLevel>("alert");
        var minutes = fields?.Number("alertMinutes", 1, DraftReader.MaxAlertMinutes);
        if (fields?.Has("alert") is false) fields.Refuse("alert", "is required: flash, bulletin, urgent, or null to clear it");
        fields?.RefuseOthers();
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(id, new Alert(level, minutes) { Actor = desk, IfVersion = ifVersion, IdempotencyKey = key });
    }

    private bool TryReadCorrection(JsonElement body, Article? before, out string note, out Draft? draft, out Dictionary<string, string[]> errors)
    {
        errors = [];
        var fields = Fields(body, errors);
        note = fields?.PlainText("note", MaxNote) ?? "";
        if (note.Length == 0) fields?.Refuse("note", "is required: readers are told what was wrong");
        draft = null;
        if (errors.Count > 0) return false;
        // What is not public is not corrected: the article's owner says why.
        if (before is not { IsPublic: true } || IsNoteAlone(body)) return true;
        draft = drafts.Read(body, out errors, before, "note");
        return errors.Count == 0;
    }

    private static bool IsNoteAlone(JsonElement body) => body.EnumerateObject().All(property => property.Name is "note");

    // A publishAt here would be overlooked, and the article out at once.
    private async Task<DeskResult> ExecuteWithoutFields(string id, JsonElement body, ArticleCommand command)
    {
        var errors = new Dictionary<string, string[]>();
        Fields(body, errors)?.RefuseOthers();
        return errors.Count > 0 ? new DeskResult.Invalid(errors) : await Do(id, command);
    }

    private async Task<DeskResult> CreateArticle(string id, Create command) => new DeskResult.Decided(await Creator.Create(id, command));

    private async Task<DeskResult> Do(string id, ArticleCommand command) => new DeskResult.Decided(await grains.GetGrain<IArticleGrain>(id).Do(command));

    private static string? Reason(FieldReader? fields)
    {
        var reason = fields?.PlainText("reason", MaxReason);
        if (reason is null) fields?.Refuse("reason", "is required");
        return reason;
    }

    private static FieldReader? Fields(JsonElement body, Dictionary<string, string[]> errors)
    {
        if (body.ValueKind is JsonValueKind.Object) return new FieldReader(body, errors);
        errors[""] = ["The body must be a JSON object."];
        return null;
    }
}

/// <summary>What came of an order at the desk.</summary>
public abstract record DeskResult
{
    private DeskResult() { }

    /// <summary>It never reached the article: by field, what is wrong with it.</summary>
    public sealed record Invalid(IDictionary<string, string[]> Errors) : DeskResult;

    /// <summary>The article's owner has answered.</summary>
    public sealed record Decided(CommandOutcome Outcome) : DeskResult;
}
