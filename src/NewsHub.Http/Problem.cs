using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace NewsHub.Http;

/// <summary>
/// The error response of every endpoint for programs: problem details (RFC 9457). <c>title</c> is the status in words, <c>detail</c> the reason,
/// <c>errors</c> the reasons by field, and <c>retryAfter</c> the seconds after which a retry may succeed.
/// </summary>
/// <remarks>It is written whatever the request accepts: a program that asks for HTML by mistake can still read why.</remarks>
public sealed class Problem : IResult, IStatusCodeHttpResult
{
    /// <summary>Media type of problem details.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>Reasons of <c>errors</c> that <c>detail</c> repeats: a body can have thousands of unknown fields.</summary>
    private const int MaxReasons = 3;

    private readonly Dictionary<string, JsonElement> _extensions = [];

    private Problem(int status, string detail, IDictionary<string, string[]>? errors = null) => (Status, Detail, Errors) = (status, detail, errors);

    public int Status { get; }

    public string Detail { get; }

    public IDictionary<string, string[]>? Errors { get; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    private int? RetryAfterSeconds { get; init; }

    public static Problem Of(int status, string detail) => new(status, detail);

    /// <summary>400 with the reasons by field. The name of the whole body is empty.</summary>
    public static Problem Invalid(IDictionary<string, string[]> errors) => new(StatusCodes.Status400BadRequest, DetailOf(errors), errors);

    /// <summary>400 for one field or query parameter.</summary>
    public static Problem Invalid(string field, string reason) => Invalid(new Dictionary<string, string[]> { [field] = [reason] });

    /// <summary>429 or 503 with the time after which a retry may succeed, in the body and in <c>Retry-After</c>.</summary>
    public static Problem Retry(int status, string detail, int afterSeconds) => new(status, detail) { RetryAfterSeconds = afterSeconds };

    /// <summary>The first reasons as one text, as <c>detail</c> and the errors of SignalR calls have it.</summary>
    public static string DetailOf(IDictionary<string, string[]> errors)
    {
        var reasons = errors.Values.SelectMany(reasons => reasons).Take(MaxReasons);
        return string.Join(' ', errors.Count <= MaxReasons ? reasons : reasons.Append($"{errors.Count - MaxReasons} more errors."));
    }

    /// <summary>Adds a member of its own.</summary>
    public Problem With(string name, JsonElement value)
    {
        _extensions.Add(name, value);
        return this;
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var document = new ProblemDocument(
            "about:blank", ReasonPhrases.GetReasonPhrase(Status), Status, Detail, Errors, RetryAfterSeconds,
            Activity.Current?.Id ?? httpContext.TraceIdentifier)
        { Extensions = _extensions };
        return response.WriteAsJsonAsync(document, ProblemJson.Default.ProblemDocument, ContentType, httpContext.RequestAborted);
    }
}

/// <summary>Problem details (RFC 9457): the body of every error. A few have members of their own, such as the <c>notice</c> of a withheld article.</summary>
/// <param name="Type"><c>about:blank</c>: the status says what kind of problem it is.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The status of the response.</param>
/// <param name="Detail">The reason.</param>
/// <param name="Errors">Reasons by field, query parameter or header; the name of the whole body is empty.</param>
/// <param name="RetryAfter">Seconds after which a retry may succeed, as in <c>Retry-After</c>.</param>
/// <param name="TraceId">Identifies the request in the hub's logs and traces.</param>
public sealed record ProblemDocument(
    string Type, string Title, int Status, string Detail, IDictionary<string, string[]>? Errors, int? RetryAfter, string TraceId)
{
    [JsonExtensionData] public Dictionary<string, JsonElement>? Extensions { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemDocument))]
internal sealed partial class ProblemJson : JsonSerializerContext;
