using System.ComponentModel.DataAnnotations;
using NewsHub.Wire;

namespace NewsHub.Articles.Newsrooms;

/// <summary>The holder of a key.</summary>
/// <param name="Id">Identifies the key without revealing it.</param>
/// <param name="Newsroom">The newsroom's slug. Articles belong to the newsroom, not to the key.</param>
[GenerateSerializer, Immutable, Alias("articles.keyHolder")]
public sealed record KeyHolder(
    [property: Id(0)] string Id,
    [property: Id(1)] string Newsroom,
    [property: Id(2)] string Scope,
    [property: Id(3)] DateTimeOffset CreatedAt);

/// <summary>The response to the creation of a key, the only one that contains its text.</summary>
public sealed record NewKey(string Id, string Newsroom, string Scope, string Key);

/// <summary>The body of a request to create a key.</summary>
public sealed record KeyRequest(
    [property: Required, RegularExpression(Topic.SlugPattern), MaxLength(Topic.MaxSlugLength)] string Newsroom,
    [property: Required, AllowedValues(Newsrooms.Scope.Readers, Newsrooms.Scope.Publish, Newsrooms.Scope.Edit, Newsrooms.Scope.Admin)] string Scope);
