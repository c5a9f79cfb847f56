using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NewsHub.Client;

namespace NewsHub.Tests.Client;

/// <summary>The golden messages of <c>tests/wire</c>, as the client reads them.</summary>
internal static class Golden
{
    // Unknown fields fail: a field that is added to the wire must be added to the clients.
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ClientJson.Default), UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static Entry Published => Read<Entry>("entry-published");

    public static Entry Corrected => Read<Entry>("entry-corrected");

    public static Entry Killed => Read<Entry>("entry-killed");

    public static Entry Withheld => Read<Entry>("entry-withheld");

    public static Entry Redacted => Read<Entry>("entry-redacted");

    /// <summary>An entry about a post of a live blog, or about the blog.</summary>
    /// <param name="kind">Its kind, such as <c>posted</c>.</param>
    public static Entry OfLiveBlog(string kind) => Read<Entry>($"entry-{kind}");

    /// <summary>An entry of a later hub, the only message in which unknown fields are allowed.</summary>
    public static Entry Unknown => JsonSerializer.Deserialize(Text("entry-unknown"), ClientJson.Default.Entry)!;

    public static Ranking Ranking => Read<Ranking>("ranking");

    public static RankingDelta RankingDelta => Read<RankingDelta>("ranking-delta");

    public static Ranking RankingAfterDelta => Read<Ranking>("ranking-after-delta");

    public static Counts Counts => Read<Counts>("counts");

    public static Snapshot Snapshot => Read<Snapshot>("snapshot");

    /// <summary>The golden published entry with another sequence number.</summary>
    public static Entry EntryAt(long seq, params string[] topics) =>
        Published with { Seq = seq, Cursor = $"7f3a90c1.{seq}", Topics = topics.Length > 0 ? topics : Published.Topics };

    /// <summary>The JSON of a message, which compares lists by value.</summary>
    public static string Text<T>(T news) => JsonSerializer.Serialize(news, Strict);

    private static T Read<T>(string file) =>
        JsonSerializer.Deserialize<T>(Text(file), Strict)!;

    private static string Text(string file) => File.ReadAllText(Repository.PathOf("tests", "wire", $"{file}.json"));
}
