using System.Text.Json.Serialization;
using NewsHub.Client.Transports;

namespace NewsHub.Client;

/// <summary>JSON metadata of the messages between a hub and this library.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Entry))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(Ranking))]
[JsonSerializable(typeof(RankingDelta))]
[JsonSerializable(typeof(Counts))]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(PostList))]
[JsonSerializable(typeof(CaughtUp))]
[JsonSerializable(typeof(HubApi.ReactionRequest))]
[JsonSerializable(typeof(HubApi.ReaderToken))]
[JsonSerializable(typeof(HubApi.Problem))]
internal sealed partial class ClientJson : JsonSerializerContext;
