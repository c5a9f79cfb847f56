using NewsHub.Tests.Api;
using NewsHub.Tests.Wire.Stores;
using Xunit;

namespace NewsHub.Tests.House;

/// <summary>Keeps <c>dotnet test --filter Category!=Slow</c> fast: what starts a process is left out.</summary>
public sealed class SlowTests
{
    private static readonly Type[] Processes = [typeof(HubProcess), typeof(SmallHub), typeof(PostgreSqlFixture)];

    private static readonly string[] Collections = [SharedHub.Name, SharedPostgreSql.Name];

    [Fact]
    public void Tests_that_start_a_process_are_marked_as_slow()
    {
        var starting = typeof(SlowTests).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsClass: true } && StartsProcess(type)).ToArray();

        Assert.NotEmpty(starting);
        Assert.All(starting, type => Assert.True(IsSlow(type), $"""{type} starts a process: mark it with [Trait("Category", "Slow")]."""));
    }

    private static bool StartsProcess(Type type) =>
        type.GetCustomAttributesData().Any(attribute => attribute.AttributeType == typeof(CollectionAttribute) && Collections.Contains(attribute.ConstructorArguments[0].Value))
        || type.GetInterfaces().Any(fixture => fixture.IsGenericType && fixture.GetGenericTypeDefinition() == typeof(IClassFixture<>) && Processes.Contains(fixture.GenericTypeArguments[0]));

    private static bool IsSlow(Type type) => type.GetCustomAttributesData().Any(attribute =>
        attribute.AttributeType == typeof(TraitAttribute) && attribute.ConstructorArguments is [{ Value: "Category" }, { Value: "Slow" }]);
}
