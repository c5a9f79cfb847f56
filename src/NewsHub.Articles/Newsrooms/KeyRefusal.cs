using Microsoft.AspNetCore.Http;

namespace NewsHub.Articles.Newsrooms;

/// <summary>Why a key is refused, in the same words over HTTP and SignalR.</summary>
public static class KeyRefusal
{
    public const string Missing = "A key is required: send Authorization: Bearer KEY, or on /live ?access_token=KEY.";

    public const string Unknown = "The key is not known; it may have been revoked.";

    public const string Forbidden = "The key's scope does not permit this request.";

    /// <summary>The reason why a request is not authenticated: it has no key, or one that is not known.</summary>
    public static string ReasonOf(HttpRequest request) => KeyAuthentication.KeyOf(request) is null ? Missing : Unknown;
}
