namespace NewsHub.Articles.Newsrooms;

/// <summary>What a key may do.</summary>
public static class Scope
{
    /// <summary>Create, publish, replace, correct and alert articles of its own newsroom.</summary>
    public const string Publish = "publish";

    /// <summary>That, for every newsroom's articles; withhold and kill them.</summary>
    public const string Edit = "edit";

    /// <summary>All, and the keys.</summary>
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Publish, Edit, Admin];

    /// <summary>A scope with those it includes.</summary>
    public static IEnumerable<string> Including(string scope) => All.TakeWhile(other => other != scope).Append(scope);
}
