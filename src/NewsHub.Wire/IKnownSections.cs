namespace NewsHub.Wire;

/// <summary>The sections that this hub has; a request that names another one is refused.</summary>
public interface IKnownSections
{
    bool Has(string slug);
}
