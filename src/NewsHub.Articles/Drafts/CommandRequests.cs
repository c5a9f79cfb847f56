using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Articles.Drafts;

// The bodies of commands, as the OpenAPI document describes them. NewsDesk reads them field by field.

/// <summary>When to publish.</summary>
/// <param name="At">When to publish; absent for now.</param>
public sealed record PublishRequest(DateTimeOffset? At);

/// <summary>The fields of an article that change.</summary>
[FieldsOf(typeof(Draft))]
public sealed record PatchRequest;

/// <summary>A note, and the fields of the article that change.</summary>
/// <param name="Note">Plain text that tells readers what was corrected.</param>
[FieldsOf(typeof(Draft))]
public sealed record CorrectRequest([property: Required, MaxLength(NewsDesk.MaxNote)] string Note);

/// <summary>The alert of an article.</summary>
/// <param name="Alert">The level; null clears the alert.</param>
/// <param name="AlertMinutes">How long the alert stays.</param>
public sealed record AlertRequest([property: JsonRequired] AlertLevel? Alert, [property: Range(1, DraftReader.MaxAlertMinutes)] int? AlertMinutes);

/// <summary>Why an article is withheld.</summary>
/// <param name="Reason">Plain text for insiders.</param>
/// <param name="Notice">Plain text that readers see in place of the article.</param>
public sealed record WithholdRequest(
    [property: Required, MaxLength(NewsDesk.MaxReason)] string Reason, [property: MaxLength(NewsDesk.MaxReason)] string? Notice);

/// <summary>Which versions are erased, and why.</summary>
/// <param name="Reason">Plain text for insiders.</param>
/// <param name="UpToVersion">The last version to erase, lower than the current one.</param>
/// <param name="Note">Plain text for readers.</param>
public sealed record RedactRequest(
    [property: Required, MaxLength(NewsDesk.MaxReason)] string Reason,
    [property: Required, Range(1, int.MaxValue - 1)] int UpToVersion,
    [property: MaxLength(NewsDesk.MaxNote)] string? Note);

/// <summary>Why an article is withdrawn for good.</summary>
/// <param name="Reason">Plain text for insiders.</param>
public sealed record KillRequest([property: Required, MaxLength(NewsDesk.MaxReason)] string Reason);
