using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

// The bodies of commands, as the OpenAPI document describes them. PostDesk reads them field by field.

/// <summary>The fields of a post that change.</summary>
[FieldsOf(typeof(PostDraft))]
public sealed record PostPatchRequest;

/// <summary>A note, and the fields of the post that change.</summary>
/// <param name="Note">Plain text that tells readers what was corrected.</param>
[FieldsOf(typeof(PostDraft))]
public sealed record CorrectPostRequest([property: Required, MaxLength(NewsDesk.MaxNote)] string Note);

/// <summary>Why a post is struck.</summary>
/// <param name="Reason">Plain text for readers.</param>
public sealed record StrikePostRequest([property: Required, MaxLength(NewsDesk.MaxReason)] string Reason);

/// <summary>Whether a post is a key event.</summary>
public sealed record MarkPostRequest([property: JsonRequired] bool Key);

/// <summary>Where a post goes.</summary>
/// <param name="After">The id of the post that it follows in time; null places it before all others.</param>
public sealed record MovePostRequest([property: JsonRequired, RegularExpression(WireArticle.IdPattern)] string? After);

/// <summary>Which post is shown above all others.</summary>
/// <param name="Post">Its id; null for none.</param>
public sealed record PinRequest([property: JsonRequired, RegularExpression(WireArticle.IdPattern)] string? Post);
