using System.Text.Json;
using NewsHub.Gateway.SignalR;
using NewsHub.Wire;

namespace NewsHub.Gateway.Deliveries;

/// <summary>What is said to a reader, in no format yet.</summary>
/// <param name="Method">One of <see cref="LiveMethods"/>.</param>
/// <param name="Content">A record that <see cref="LiveJson.All"/> knows.</param>
/// <param name="Cursor">Where the reader stands once they have it; null: where they stood before.</param>
internal sealed record Message(string Method, object Content, Cursor? Cursor = null);

/// <summary>The methods of <see cref="ILiveClient"/> as they travel, for what is encoded once and sent to many.</summary>
internal static class LiveMethods
{
    public static readonly string Entry = Name(nameof(ILiveClient.Entry));
    public static readonly string Ranking = Name(nameof(ILiveClient.Ranking));
    public static readonly string RankingDelta = Name(nameof(ILiveClient.RankingDelta));
    public static readonly string Counts = Name(nameof(ILiveClient.Counts));
    public static readonly string Move = Name(nameof(ILiveClient.Move));

    /// <summary>Server-sent events only: the cursor could not be continued; the content is a snapshot.</summary>
    public const string Reset = "reset";

    /// <summary>Server-sent events only: what was missed has been said.</summary>
    public const string Live = "live";

    private static string Name(string method) => JsonNamingPolicy.CamelCase.ConvertName(method);
}
