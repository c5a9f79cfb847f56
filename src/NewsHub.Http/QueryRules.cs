using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace NewsHub.Http;

/// <summary>
/// Refuses query parameters that an API endpoint does not have, and numbers that are none, with 400 by name: a misspelt <c>sectoin</c> would
/// otherwise list every section. The parameters are those of the endpoint's handler and of its <see cref="QueryParameters"/>. Pages ignore
/// foreign parameters, which links from elsewhere carry.
/// </summary>
public static class QueryRules
{
    private static readonly ConditionalWeakTable<Endpoint, Dictionary<string, Type>> Known = [];

    /// <summary>Must run after routing and authorization.</summary>
    public static IApplicationBuilder UseQueryRules(this IApplicationBuilder app) => app.Use((http, next) =>
        http.Request.QueryString.HasValue && http.GetEndpoint() is RouteEndpoint endpoint && endpoint.IsApi && FindErrors(endpoint, http.Request.Query) is { Count: > 0 } errors
            ? Problem.Invalid(errors).ExecuteAsync(http)
            : next(http));

    private static Dictionary<string, string[]> FindErrors(RouteEndpoint endpoint, IQueryCollection query)
    {
        var known = Known.GetValue(endpoint, _ => ParametersOf(endpoint));
        var errors = new Dictionary<string, string[]>();
        foreach (var (name, values) in query)
        {
            if (!known.TryGetValue(name, out var type)) errors[name] = [$"{name} is not a parameter of this request."];
            else if (type == typeof(int) && !int.TryParse(values, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)) errors[name] = [$"{name} must be a whole number."];
        }

        return errors;
    }

    private static Dictionary<string, Type> ParametersOf(RouteEndpoint endpoint)
    {
        var bound = endpoint.Metadata.OfType<IParameterBindingMetadata>()
            .Select(parameter => (parameter.Name, Type: Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType))
            .Where(parameter => (parameter.Type == typeof(string) || parameter.Type.IsPrimitive) && endpoint.RoutePattern.GetParameter(parameter.Name) is null);
        var read = endpoint.Metadata.OfType<QueryParameters>().SelectMany(parameters => parameters.Names).Select(name => (Name: name, Type: typeof(string)));
        return bound.Concat(read).ToDictionary(parameter => parameter.Name, parameter => parameter.Type, StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>Metadata of an endpoint: query parameters that it, or what runs before it, reads from the request.</summary>
public sealed record QueryParameters(params IReadOnlyList<string> Names);
