using System.ComponentModel.DataAnnotations;

namespace NewsHub.Host.Telemetry;

/// <summary>Options of the metrics endpoint and the Orleans dashboard.</summary>
internal sealed class TelemetryOptions : IValidatableObject
{
    public const string Section = "NewsHub:Telemetry";

    /// <summary>
    /// A separate address for <c>/metrics</c>, such as <c>http://127.0.0.1:9464</c>, on a network that readers cannot reach: it requires no key.
    /// Null: <c>/metrics</c> is served at the hub's own address and requires an admin key.
    /// </summary>
    public string? MetricsUrl { get; set; }

    /// <summary>Whether the Orleans dashboard is served at <c>/dashboard</c>; it requires an admin key.</summary>
    public bool Dashboard { get; set; }

    internal int? MetricsPort => MetricsUrl is { Length: > 0 } url ? BindingAddress.Parse(url).Port : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MetricsUrl is { Length: > 0 } url && !IsAddress(url))
            yield return new("NewsHub:Telemetry:MetricsUrl must be an address and a port, such as http://127.0.0.1:9464 or http://+:9464.");
    }

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http", PathBase: "", IsUnixPipe: false, IsNamedPipe: false, Port: > 0 and <= 65535 };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
