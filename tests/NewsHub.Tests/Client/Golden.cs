using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NewsHub.Client;
using NewsHub.Tests.House;

namespace NewsHub.Tests.Client;

/// <summary>The messages that a hub sends, as the client reads them.</summary>
internal static class Golden
{
    // A field that the client does not know fails here: whoever adds one to the wire adds it to the clients.
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ClientJson.Default), UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static Entry Published => Read<Entry>("entry-published");

    public static Entry Killed => Read<Entry>("entry-killed");

    public static Entry Withheld => Read<Entry>("entry-withheld");

    public static Entry Redacted => Read<Entry>("entry-redacted");

    /// <summary>What a later hub says: of it alone the client need not know every field.</summary>
    public static Entry Unknown => JsonSerializer.Deserialize(Text("entry-unknown"), ClientJson.Default.Entry)!;

    public static Ranking Ranking => Read<Ranking>("ranking");

    public static RankingDelta RankingDelta => Read<RankingDelta>("ranking-delta");

    public static Ranking RankingAfterDelta => Read<Ranking>("ranking-after-delta");

    public static Counts Counts => Read<Counts>("counts");

    public static Snapshot Snapshot => Read<Snapshot>("snapshot");

    /// <summary>An entry like the golden one, at another place.</summary>
    public static Entry Next(long seq, params string[] topics) =>
        Published with { Seq = seq, Cursor = $"7f3a90c1.{seq}", Topics = topics.Length > 0 ? topics : Published.Topics };

    /// <summary>All that it says, also in lists.</summary>
    public static string Text<T>(T news) => JsonSerializer.Serialize(news, Strict);

    private static T Read<T>(string file) =>
        JsonSerializer.Deserialize<T>(Text(file), Strict)!;

    private static string Text(string file) => File.ReadAllText(Repository.PathOf("tests", "wire", $"{file}.json"));
}
