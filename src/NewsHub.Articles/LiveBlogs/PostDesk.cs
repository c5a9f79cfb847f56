using System.Text.Json;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>Accepts commands from newsrooms for posts and for the live blog itself: validates the JSON and calls the grain of the post or the article.</summary>
internal sealed class PostDesk(IGrainFactory grains, WallClock clock)
{
    private const int MaxAttempts = 3;

    /// <summary>Creates a post. It is a draft unless it specifies another status.</summary>
    public async Task<DeskResult> Create(string article, string post, JsonElement body, Actor actor, IdempotencyKey? key)
    {
        var draft = PostDraftReader.Read(body, clock.Now, out var errors);
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(article, post, new CreatePost(draft with { Status = draft.Status ?? PostStatus.Draft }) { Actor = actor, IdempotencyKey = key });
    }

    /// <summary>A new post id, later than all before.</summary>
    public string NewId() => ArticleId.New(clock.Now);

    public async Task<DeskResult> Replace(string article, string post, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        var draft = PostDraftReader.Read(body, clock.Now, out var errors);
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(article, post, new ReplacePost(draft) { Actor = actor, IfVersion = ifVersion, IdempotencyKey = key });
    }

    /// <summary>Changes the fields in the body and keeps the others (JSON Merge Patch, RFC 7396).</summary>
    public async Task<DeskResult> Patch(string article, string post, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        var before = await Find(article, post);
        var draft = PostDraftReader.Read(body, clock.Now, out var errors, before);
        if (before is { State: not PostState.Removed } && errors.Count > 0) return new DeskResult.Invalid(errors);
        return await Do(article, post, new ReplacePost(draft) { Actor = actor, IfVersion = NewsDesk.MergedVersion(ifVersion, before?.Version), IdempotencyKey = key });
    }

    /// <summary>Corrects a post with a <c>note</c> for readers. Other fields in the body replace those of the post.</summary>
    public async Task<DeskResult> Correct(string article, string post, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        for (var attempt = 1; ; attempt++)
        {
            var errors = new Dictionary<string, string[]>();
            var note = NewsDesk.ReadFields(body, errors)?.PlainText("note", NewsDesk.MaxNote);
            if (note is null) errors.TryAdd("note", ["note is required; it tells readers what was corrected."]);
            if (errors.Count > 0) return new DeskResult.Invalid(errors);
            var before = await Find(article, post);
            var hasOnlyNote = body.EnumerateObject().All(property => property.Name is "note");
            var draft = hasOnlyNote || before is not { IsPublic: true } ? null : PostDraftReader.Read(body, clock.Now, out errors, before, "note");
            if (errors.Count > 0) return new DeskResult.Invalid(errors);
            var result = await Do(article, post, new CorrectPost(note!, draft)
            {
                Actor = actor, IfVersion = hasOnlyNote ? ifVersion : NewsDesk.MergedVersion(ifVersion, before?.Version), IdempotencyKey = key,
            });
            // The post changed between the read and the commit. The caller named no version, so merge again.
            if (ifVersion is null && attempt < MaxAttempts && result is DeskResult.Decided { Outcome: CommandOutcome.Refused { Reason: RejectionReason.Stale } }) continue;
            return result;
        }
    }

    public Task<DeskResult> Strike(string article, string post, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key) =>
        Read(body, fields => (fields.PlainText("reason", NewsDesk.MaxReason) ?? Missing<string>(fields, "reason")) is { } reason ? new StrikePost(reason) { Actor = actor } : null, article, post, ifVersion, key);

    public Task<DeskResult> Unstrike(string article, string post, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key) =>
        Read(body, _ => new UnstrikePost { Actor = actor }, article, post, ifVersion, key);

    /// <summary>Marks a post as a key event, or no longer: <c>key</c>.</summary>
    public Task<DeskResult> Mark(string article, string post, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key) => Read(
        body,
        fields =>
        {
            if (fields.Flag("key") is { } isKey) return new MarkPost(isKey) { Actor = actor };
            fields.AddError("key", "is required: true or false");
            return null;
        },
        article, post, ifVersion, key);

    public Task<DeskResult> Publish(string article, string post, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key) =>
        Read(body, _ => new PublishPost { Actor = actor }, article, post, ifVersion, key);

    public Task<DeskResult> Remove(string article, string post, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key) =>
        Read(body, _ => new RemovePost { Actor = actor }, article, post, ifVersion, key);

    /// <summary>Places a post directly after (newer than) the post <c>after</c>, or before all others if that is null.</summary>
    public async Task<DeskResult> Move(string article, string post, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        var fields = NewsDesk.ReadFields(body, errors);
        var after = fields is null ? null : ReadPostId(fields, "after");
        fields?.RejectUnknownFields();
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : new DeskResult.Decided(await grains.GetGrain<IPostOrderGrain>(article).Move(post, after, new MovePost(0) { Actor = actor, IfVersion = ifVersion, IdempotencyKey = key }));
    }

    /// <summary>Starts, pauses, ends or reopens the live blog of an article.</summary>
    public async Task<DeskResult> Change(string article, CoverageAction action, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        NewsDesk.ReadFields(body, errors)?.RejectUnknownFields();
        return errors.Count > 0
            ? new DeskResult.Invalid(errors)
            : await Do(article, new ChangeCoverage(action) { Actor = actor, IfVersion = ifVersion, IdempotencyKey = key });
    }

    /// <summary>Shows the post <c>post</c> above all others; null for none.</summary>
    public async Task<DeskResult> Pin(string article, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        var fields = NewsDesk.ReadFields(body, errors);
        var post = fields is null ? null : ReadPostId(fields, "post");
        fields?.RejectUnknownFields();
        if (errors.Count > 0) return new DeskResult.Invalid(errors);
        if (post is not null && await Find(article, post) is not { State: PostState.Published } && await grains.GetGrain<IArticleGrain>(article).Get() is { Status: not ArticleStatus.Killed })
            return new DeskResult.Decided(new CommandOutcome.Refused(RejectionReason.InvalidState, "Only a published post can be pinned."));
        return await Do(article, new Pin(post) { Actor = actor, IfVersion = ifVersion, IdempotencyKey = key });
    }

    public async Task<Post?> Find(string article, string post) => await grains.GetGrain<IPostGrain>(Post.SubjectOf(article, post).Id).Get();

    private async Task<DeskResult> Read(JsonElement body, Func<FieldReader, PostCommand?> read, string article, string post, int? ifVersion, IdempotencyKey? key)
    {
        var errors = new Dictionary<string, string[]>();
        var fields = NewsDesk.ReadFields(body, errors);
        var command = fields is null ? null : read(fields);
        fields?.RejectUnknownFields();
        return errors.Count > 0 ? new DeskResult.Invalid(errors) : await Do(article, post, command! with { IfVersion = ifVersion, IdempotencyKey = key });
    }

    private static string? ReadPostId(FieldReader fields, string name)
    {
        if (!fields.Has(name)) fields.AddError(name, "is required: the id of a post, or null");
        return fields.Matching(name, 64, WireArticle.IsId, "must be the id of a post, or null");
    }

    private static T? Missing<T>(FieldReader fields, string name) where T : class
    {
        fields.AddError(name, "is required");
        return null;
    }

    private async Task<DeskResult> Do(string article, ArticleCommand command) => new DeskResult.Decided(await grains.GetGrain<IArticleGrain>(article).Do(command));

    private async Task<DeskResult> Do(string article, string post, PostCommand command) => NewsDesk.Decided(
        await grains.GetGrain<IPostGrain>(Post.SubjectOf(article, post).Id).Do(command),
        (command switch { CreatePost create => create.Draft, ReplacePost replace => replace.Draft, CorrectPost correct => correct.Draft, _ => null })?.Warnings);
}
