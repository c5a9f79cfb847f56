using System.Text.Json;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>
/// Accepts commands from newsrooms over HTTP and SignalR: validates the JSON and calls the article's grain.
/// </summary>
public sealed class NewsDesk(IGrainFactory grains, DraftReader drafts, WallClock clock)
{
    internal const int MaxNote = 2_000;
    internal const int MaxReason = 1_000;
    private const int MaxAttempts = 3;

    private IArticleCreatorGrain? _creator;

    private IArticleCreatorGrain Creator => _creator ??= grains.GetGrain<IArticleCreatorGrain>(0);

    /// <summary>Creates an article with a generated id.</summary>
    public Task<DeskResult> Create(JsonElement body, Actor actor, IdempotencyKey? key) => Create(ArticleId.New(clock.Now), body, actor, key);

    /// <summary>Creates an article with the given id.</summary>
    /// <param name="defaultStatus">The status of an article that does not specify one.</param>
    public async Task<DeskResult> Create(
        string id, JsonElement body, Actor actor, IdempotencyKey? key, DraftStatus defaultStatus = DraftStatus.Draft)
    {
        var draft = drafts.Read(body, out var errors);
        if (errors.Count > 0) return new DeskResult.Invalid(errors);
        return await CreateArticle(id, new Create(draft with { Status = draft.Status ?? defaultStatus }) { Actor = actor, IdempotencyKey = key });
    }

    /// <summary>Creates an article with a generated id. It is published unless it specifies another status.</summary>
    public Task<DeskResult> Publish(JsonElement body, Actor actor, IdempotencyKey? key) =>
        Create(ArticleId.New(clock.Now), body, actor, key, DraftStatus.Published);

    /// <summary>Publishes an article immediately with an alert, <c>flash</c> by default.</summary>
    public async Task<DeskResult> Break(JsonElement body, Actor actor, IdempotencyKey? key)
    {
        var draft = drafts.Read(body, out var errors);
        if (draft.Status is not (null or DraftStatus.Published)) errors.TryAdd("status", ["Breaking news is published immediately; omit status or send published."]);
        if (draft.PublishAt > clock.Now) errors.TryAdd("publishAt", ["Breaking news is published immediately; publishAt must not be in the future."]);
        if (draft.EmbargoedUntil > clock.Now) errors.TryAdd("embargoedUntil", ["Breaking news is published immediately; embargoedUntil must not be in the future."]);
        if (errors.Count > 0) return new DeskResult.Invalid(errors);
        var breaking = draft with { Status = DraftStatus.Published, Alert = draft.Alert ?? AlertLevel.Flash };
        return await CreateArticle(ArticleId.New(clock.Now), new Create(breaking) { Actor = actor, IdempotencyKey = key });
    }

    public async Task<DeskResult> Replace(string id, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        var draft = drafts.Read(body, out var errors);
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(id, new Replace(draft) { Actor = actor, IfVersion = ifVersion, IdempotencyKey = key });
    }

    /// <summary>Changes the fields in the body and keeps the others (JSON Merge Patch, RFC 7396): null empties a field, or removes a time.</summary>
    public async Task<DeskResult> Patch(string id, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        var before = await grains.GetGrain<IArticleGrain>(id).Get();
        var draft = drafts.Read(body, out var errors, before);
        if (body.ValueKind is JsonValueKind.Object && new FieldReader(body, errors).IsNull("alert")) errors.TryAdd("alert", ["alert is cleared with the command alert."]);
        if (before is { Status: not ArticleStatus.Killed } && errors.Count > 0) return new DeskResult.Invalid(errors);
        return await Do(id, new Replace(draft) { Actor = actor, IfVersion = MergedVersion(ifVersion, before?.Version), IdempotencyKey = key });
    }

    /// <summary>Publishes an article now, or at the time <c>at</c>.</summary>
    public async Task<DeskResult> Publish(string id, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        var fields = ReadFields(body, errors);
        var at = fields?.Time("at");
        fields?.RejectUnknownFields(); // an ignored publishAt would publish the article immediately
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(id, new Publish(at) { Actor = actor, IfVersion = ifVersion, IdempotencyKey = key });
    }

    /// <summary>Withholds an article with a <c>reason</c> and an optional <c>notice</c> for readers.</summary>
    public async Task<DeskResult> Withhold(string id, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        var fields = ReadFields(body, errors);
        var (reason, notice) = (ReadReason(fields), fields?.PlainText("notice", MaxReason));
        fields?.RejectUnknownFields();
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(id, new Withhold(reason!, notice) { Actor = actor, IfVersion = ifVersion, IdempotencyKey = key });
    }

    /// <summary>Erases versions up to <c>upToVersion</c> with a <c>reason</c> and an optional public <c>note</c>.</summary>
    public async Task<DeskResult> Redact(string id, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        var fields = ReadFields(body, errors);
        var (reason, upTo, note) = (ReadReason(fields), fields?.Number("upToVersion", 1, int.MaxValue - 1), fields?.PlainText("note", MaxNote));
        if (upTo is null) fields?.AddError("upToVersion", "is required");
        fields?.RejectUnknownFields();
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(id, new Redact(reason!, upTo!.Value, note) { Actor = actor, IfVersion = ifVersion, IdempotencyKey = key });
    }

    /// <summary>Corrects a public article with a <c>note</c> for readers. Other fields in the body replace those of the article.</summary>
    public async Task<DeskResult> Correct(string id, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = await grains.GetGrain<IArticleGrain>(id).Get();
            if (!TryReadCorrection(body, before, out var note, out var draft, out var errors)) return new DeskResult.Invalid(errors);
            var command = new Correct(note, draft) { Actor = actor, IfVersion = HasOnlyNote(body) ? ifVersion : MergedVersion(ifVersion, before?.Version), IdempotencyKey = key };
            var result = await Do(id, command);
            // The article changed between the read and the commit. The caller named no version, so merge again.
            if (ifVersion is null && attempt < MaxAttempts && result is DeskResult.Decided { Outcome: CommandOutcome.Refused { Reason: RejectionReason.Stale } }) continue;
            return result;
        }
    }

    public async Task<DeskResult> Kill(string id, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        var fields = ReadFields(body, errors);
        var reason = ReadReason(fields);
        fields?.RejectUnknownFields();
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(id, new Kill(reason!) { Actor = actor, IfVersion = ifVersion, IdempotencyKey = key });
    }

    /// <summary>Removes an article that was never public.</summary>
    public async Task<DeskResult> Delete(string id, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        ReadFields(body, errors)?.RejectUnknownFields();
        return errors.Count > 0 ? new DeskResult.Invalid(errors) : await Do(id, new Delete { Actor = actor, IfVersion = ifVersion, IdempotencyKey = key });
    }

    /// <summary>Raises an alert of level <c>alert</c> for <c>alertMinutes</c>, or clears it when <c>alert</c> is null.</summary>
    public async Task<DeskResult> Alert(string id, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        var fields = ReadFields(body, errors);
        var level = fields?.OneOf<AlertLevel>("alert");
        var minutes = fields?.Number("alertMinutes", 1, DraftReader.MaxAlertMinutes);
        if (fields?.Has("alert") is false) fields.AddError("alert", "is required: flash, bulletin, urgent, or null to clear it");
        fields?.RejectUnknownFields();
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(id, new Alert(level, minutes) { Actor = actor, IfVersion = ifVersion, IdempotencyKey = key });
    }

    private bool TryReadCorrection(JsonElement body, Article? before, out string note, out Draft? draft, out Dictionary<string, string[]> errors)
    {
        errors = [];
        var fields = ReadFields(body, errors);
        note = fields?.PlainText("note", MaxNote) ?? "";
        if (note.Length == 0) fields?.AddError("note", "is required; it tells readers what was corrected");
        draft = null;
        if (errors.Count > 0) return false;
        // Only a public article can be corrected; the grain refuses the command with the reason.
        if (before is not { IsPublic: true } || HasOnlyNote(body)) return true;
        draft = drafts.Read(body, out errors, before, "note");
        return errors.Count == 0;
    }

    // The fields that are kept belong to the version that was read, so no later one may be replaced. Version 0 fits nothing.
    internal static int MergedVersion(int? ifVersion, int? before) => ifVersion > before ? 0 : ifVersion ?? before ?? 0;

    private static bool HasOnlyNote(JsonElement body) => body.EnumerateObject().All(property => property.Name is "note");

    private async Task<DeskResult> CreateArticle(string id, Create command) => Decided(await Creator.Create(id, command), command.Draft.Warnings);

    private async Task<DeskResult> Do(string id, ArticleCommand command) =>
        Decided(await grains.GetGrain<IArticleGrain>(id).Do(command), (command switch { Replace replace => replace.Draft, Correct correct => correct.Draft, _ => null })?.Warnings);

    /// <summary>Adds what was left out of a body to the receipt.</summary>
    internal static DeskResult Decided(CommandOutcome outcome, IReadOnlyList<string>? warnings) => new DeskResult.Decided(warnings is { Count: > 0 }
        ? outcome switch
        {
            CommandOutcome.Done done => done with { Receipt = done.Receipt with { Warnings = warnings } },
            CommandOutcome.Repeated repeated => repeated with { Receipt = repeated.Receipt with { Warnings = warnings } },
            _ => outcome,
        }
        : outcome);

    private static string? ReadReason(FieldReader? fields)
    {
        var reason = fields?.PlainText("reason", MaxReason);
        if (reason is null) fields?.AddError("reason", "is required");
        return reason;
    }

    internal static FieldReader? ReadFields(JsonElement body, Dictionary<string, string[]> errors)
    {
        if (body.ValueKind is JsonValueKind.Object) return new FieldReader(body, errors);
        errors[""] = ["The body must be a JSON object."];
        return null;
    }
}

/// <summary>The result of a command to <see cref="NewsDesk"/>.</summary>
public abstract record DeskResult
{
    private DeskResult() { }

    /// <summary>The command is malformed and did not reach the article.</summary>
    public sealed record Invalid(IDictionary<string, string[]> Errors) : DeskResult;

    /// <summary>The article's grain has decided the command.</summary>
    public sealed record Decided(CommandOutcome Outcome) : DeskResult;
}
