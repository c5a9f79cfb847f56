using System.Text.Json;
using NewsHub.Gateway.SignalR;
using NewsHub.Wire;

namespace NewsHub.Gateway.Deliveries;

/// <summary>A message to readers before encoding.</summary>
/// <param name="Method">One of <see cref="LiveMethods"/>.</param>
/// <param name="Content">A record that <see cref="LiveJson.All"/> can serialize.</param>
/// <param name="Cursor">The reader's cursor after this message; null if it does not move.</param>
internal sealed record Message(string Method, object Content, Cursor? Cursor = null);

/// <summary>The methods of <see cref="ILiveClient"/> by their wire names, for messages that are encoded once and sent to many.</summary>
internal static class LiveMethods
{
    public static readonly string Entry = Name(nameof(ILiveClient.Entry));
    public static readonly string Ranking = Name(nameof(ILiveClient.Ranking));
    public static readonly string RankingDelta = Name(nameof(ILiveClient.RankingDelta));
    public static readonly string Counts = Name(nameof(ILiveClient.Counts));
    public static readonly string Move = Name(nameof(ILiveClient.Move));

    /// <summary>Server-sent events only: the cursor could not be resumed. The content is a snapshot.</summary>
    public const string Reset = "reset";

    /// <summary>Server-sent events only: all missed entries have been sent.</summary>
    public const string Live = "live";

    private static string Name(string method) => JsonNamingPolicy.CamelCase.ConvertName(method);
}
