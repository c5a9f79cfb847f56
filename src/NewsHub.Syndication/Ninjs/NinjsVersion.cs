namespace NewsHub.Syndication.Ninjs;

/// <summary>A version of ninjs, by its number.</summary>
internal sealed record NinjsVersion(string Number, Func<NinjsDocument, byte[]> Write)
{
    public static IReadOnlyList<NinjsVersion> All { get; } =
    [
        new("3.1", NinjsJson.Write3),
        new("2.2", item => NinjsJson.Write2(item with { Associations = item.Associations?.Select(association => association with { Rel = null }).ToArray() })),
        new("1.6", item => NinjsJson.Write1(Ninjs1Document.Of(item))),
    ];

    /// <summary>The numbers of all versions, for errors.</summary>
    public static string Numbers { get; } = string.Join(", ", All.Select(version => version.Number));

    /// <summary>The media type of documents of all versions.</summary>
    public const string ContentType = "application/json";

    /// <summary>The identifiers of the schemas are those that they have themselves.</summary>
    public NinjsStandard Standard { get; } = new("ninjs", Number, $"http://www.iptc.org/std/ninjs/ninjs-schema_{Number}.json#");

    public static NinjsVersion? Find(string number) => All.FirstOrDefault(version => version.Number == number);
}
