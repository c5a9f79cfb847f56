using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s.Models;
using Xunit;

namespace NewsHub.Tests.Deploying;

/// <summary>The dashboard, alerts and autoscaling use only metrics that a hub exports.</summary>
public sealed partial class MonitoringTests(ExportedMetrics exported) : IClassFixture<ExportedMetrics>
{
    /// <summary>Labels that Prometheus and Kubernetes add.</summary>
    private static readonly string[] AddedLabels = ["job", "instance", "namespace", "pod"];

    private static JsonNode[] Alerts => [.. DeployFiles.Yaml("prometheus", "alerts.yaml")["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).OfType<JsonNode>()];

    private static JsonNode Dashboard => JsonNode.Parse(DeployFiles.Read("grafana", "newshub.json"))!;

    private static JsonNode Adapter => DeployFiles.Yaml("prometheus", "adapter.yaml")["rules"]!.AsArray().Single()!;

    public static TheoryData<string> Queries =>
    [
        .. Alerts.Select(alert => alert["expr"]!.ToString()),
        .. Dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]?.AsArray() ?? []).Select(target => target!["expr"]!.ToString()).Distinct(),
        Adapter["seriesQuery"]!.ToString(),
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Query_uses_only_exported_series_and_labels(string query)
    {
        var names = Names().Matches(Grouping().Replace(query, "")).Select(match => match.Value).ToArray();
        Assert.NotEmpty(names);
        Assert.All(names.Where(name => name != "up"), name => Assert.True(exported.Series.ContainsKey(name), $"No hub exports {name}."));
        var known = names.SelectMany(name => exported.Series.GetValueOrDefault(name, [])).Concat(AddedLabels).ToHashSet();
        Assert.All(LabelsOf(query), label => Assert.True(known.Contains(label), $"{string.Join(", ", names)} have no label {label}."));
        Assert.Equal(query.Count(letter => letter is '('), query.Count(letter => letter is ')'));
    }

    [Fact]
    public void Every_alert_has_a_severity_a_summary_and_an_action()
    {
        Assert.NotEmpty(Alerts);
        foreach (var alert in Alerts)
        {
            Assert.Contains(alert["labels"]!["severity"]!.ToString(), new[] { "page", "warn" });
            Assert.NotEmpty(alert["annotations"]!["summary"]!.ToString());
            Assert.NotEmpty(alert["annotations"]!["action"]!.ToString());
            var kept = Grouping().Matches(alert["expr"]!.ToString()).SelectMany(by => by.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries));
            if (alert["alert"]!.ToString() is "HubDown") kept = AddedLabels;
            Assert.Empty(AnnotationLabels().Matches(alert["annotations"]!.ToJsonString()).Select(match => match.Groups[1].Value).Except(kept));
        }
    }

    [Fact]
    public void Autoscaler_uses_the_metric_of_the_adapter()
    {
        var metric = Manifests.Load<V2HorizontalPodAutoscaler>().Spec.Metrics.Single().Pods.Metric.Name;

        Assert.Equal(Adapter["name"]!["as"]!.ToString(), metric);
        Assert.StartsWith($"{metric}{{", Adapter["seriesQuery"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Prometheus_loads_the_alerts_and_scrapes_the_hubs_of_compose()
    {
        var prometheus = DeployFiles.Yaml("prometheus", "prometheus.yaml");
        var targets = prometheus["scrape_configs"]![0]!["static_configs"]![0]!["targets"].Texts();
        var port = new Uri(Environments.Of("compose")["NewsHub__Telemetry__MetricsUrl"].Replace('+', '0')).Port;

        Assert.All(prometheus["rule_files"].Texts(), file => Assert.True(File.Exists(DeployFiles.PathOf("prometheus", file)), file));
        Assert.Equal(DeployFiles.Yaml("compose.yaml")["services"].Names().Where(name => name.StartsWith("hub", StringComparison.Ordinal)).Select(hub => $"{hub}:{port}"), targets);
        Assert.Contains($"job=\"{prometheus["scrape_configs"]![0]!["job_name"]}\"", DeployFiles.Read("prometheus", "alerts.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Dashboard_can_be_imported()
    {
        var panels = Dashboard["panels"]!.AsArray();

        Assert.Equal(panels.Count, panels.Select(panel => panel!["id"]!.GetValue<int>()).Distinct().Count());
        Assert.Contains(Dashboard["templating"]!["list"]!.AsArray(), variable => variable!["name"]!.ToString() == "source" && variable["type"]!.ToString() == "datasource");
        Assert.All(panels, panel => Assert.Equal("${source}", panel!["datasource"]?["uid"]?.ToString()));
    }

    private static IEnumerable<string> LabelsOf(string query) =>
        MatchedLabels().Matches(query).Select(match => match.Groups[1].Value)
            .Concat(Grouping().Matches(query).SelectMany(by => by.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))).Distinct();

    [GeneratedRegex(@"\b(newshub|http|dotnet|npgsql|orleans|kestrel)_\w+(?=[{\[) ]|$)|\bup\b")]
    private static partial Regex Names();

    [GeneratedRegex(@"(\w+)(?:=~|!~|!=|=)""")]
    private static partial Regex MatchedLabels();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\$labels\.(\w+)")]
    private static partial Regex AnnotationLabels();
}
