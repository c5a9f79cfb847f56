using System.Net;
using Xunit;

namespace NewsHub.Tests.Api;

[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class ReferenceEndpointTests(HubProcess hub)
{
    [Theory]
    [InlineData("/docs", "text/html")]
    [InlineData("/docs/live", "text/html")]
    [InlineData("/docs/openapi/", "text/html")]
    [InlineData("/openapi/v1.json", "application/json")]
    [InlineData("/asyncapi.yaml", "application/yaml")]
    public async Task The_program_serves_the_reference_and_the_OpenAPI_browser(string path, string mediaType)
    {
        using var response = await hub.Client.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, mediaType), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }
}
