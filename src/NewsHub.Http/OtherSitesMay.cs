namespace NewsHub.Http;

/// <summary>
/// Metadata of an endpoint that changes something and that scripts of other sites may call, without credentials: what it does depends on nothing that
/// a browser adds on its own.
/// </summary>
public sealed record OtherSitesMay
{
    public static OtherSitesMay Call { get; } = new();

    private OtherSitesMay()
    {
    }
}
