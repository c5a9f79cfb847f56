using Microsoft.AspNetCore.OpenApi;
using NewsHub.Http;

namespace NewsHub.Host.OpenApi;

/// <summary>What an endpoint's metadata says about its operation.</summary>
internal static class EndpointMetadata
{
    extension(OpenApiOperationTransformerContext context)
    {
        public IEnumerable<T> All<T>() => context.Description.ActionDescriptor.EndpointMetadata.OfType<T>();

        public string Path => $"/{context.Description.RelativePath}";

        public bool IsApi => HttpRules.IsApi(context.Path);
    }
}
