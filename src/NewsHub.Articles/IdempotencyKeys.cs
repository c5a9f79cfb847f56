using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using NewsHub.Articles.Lifecycle;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>The idempotency keys that newsrooms send, over HTTP and SignalR.</summary>
public static class IdempotencyKeys
{
    public const string Malformed = "An idempotency key has 1 to 200 visible ASCII characters without spaces.";

    private const int MaxLength = 200;

    /// <summary>The header in which commands over HTTP carry a key.</summary>
    internal static RequestHeader Header { get; } = new(
        "Idempotency-Key", "Makes the command safe to repeat: within seven days the same key and body return the first receipt and change nothing.",
        "7c4a8d09-ferry", StatusCodes.Status422UnprocessableEntity)
    { Pattern = "^[!-~]{1,200}$" };

    public static bool IsValid(string? text) => text is { Length: >= 1 and <= MaxLength } && !text.Any(c => c is < '!' or > '~');

    /// <summary>The key of a command. Its fingerprint covers the command and the body: a key that is reused for a different command is detected.</summary>
    /// <param name="command">What is done: method and path over HTTP, the method over SignalR.</param>
    public static IdempotencyKey Of(Actor actor, string text, string command, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{command}\n"));
        hash.AppendData(body);
        return new IdempotencyKey($"{actor.Newsroom}:{text}", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
