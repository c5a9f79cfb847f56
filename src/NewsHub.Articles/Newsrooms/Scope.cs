namespace NewsHub.Articles.Newsrooms;

/// <summary>The scopes of keys. Each scope includes the previous ones.</summary>
public static class Scope
{
    /// <summary>Ask on behalf of readers: pass their addresses on, for a newspaper's own back end.</summary>
    public const string Readers = "readers";

    /// <summary>Create, publish, replace and correct articles of the key's newsroom, and raise alerts on them.</summary>
    public const string Publish = "publish";

    /// <summary>The same for articles of every newsroom; also withhold, redact and kill them.</summary>
    public const string Edit = "edit";

    /// <summary>Everything, including the management of keys.</summary>
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Readers, Publish, Edit, Admin];

    /// <summary>Returns a scope and the scopes it includes; one that this version does not know includes none.</summary>
    public static IEnumerable<string> Including(string scope) => All.Contains(scope) ? All.TakeWhile(other => other != scope).Append(scope) : [];
}
