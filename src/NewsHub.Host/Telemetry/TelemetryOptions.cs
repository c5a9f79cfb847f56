using System.ComponentModel.DataAnnotations;

namespace NewsHub.Host.Telemetry;

/// <summary>Where figures about the hub can be fetched.</summary>
internal sealed class TelemetryOptions : IValidatableObject
{
    public const string Section = "NewsHub:Telemetry";

    /// <summary>
    /// An address of its own for <c>/metrics</c>, on a network that readers do not reach, such as <c>http://127.0.0.1:9464</c>: there no key
    /// is asked for. Null: <c>/metrics</c> is where everything else is, and asks for an admin's key.
    /// </summary>
    public string? MetricsUrl { get; set; }

    /// <summary>Whether the Orleans dashboard is at <c>/dashboard</c>, for an admin's key.</summary>
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
