namespace NewsHub.Articles.Newsrooms;

/// <summary>What became of an order to revoke a key.</summary>
[GenerateSerializer, Alias("articles.revoke-outcome")]
public enum RevokeOutcome
{
    Revoked,

    /// <summary>There is no key with this id.</summary>
    NotFound,

    /// <summary>It is the last key with the scope <c>admin</c>: without it nobody could make another.</summary>
    LastAdmin,
}
