using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s.Models;
using Xunit;

namespace NewsHub.Tests.Deploying;

/// <summary>Dashboards, alerts and scaling ask for what a hub exports.</summary>
public sealed partial class WatchingTests(Exported exported) : IClassFixture<Exported>
{
    /// <summary>What Prometheus and Kubernetes add to what they fetch.</summary>
    private static readonly string[] Theirs = ["job", "instance", "namespace", "pod"];

    private static JsonNode[] Alerts => [.. Deployed.Yaml("prometheus", "alerts.yaml")["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).OfType<JsonNode>()];

    private static JsonNode Dashboard => JsonNode.Parse(Deployed.Read("grafana", "newshub.json"))!;

    private static JsonNode Adapter => Deployed.Yaml("prometheus", "adapter.yaml")["rules"]!.AsArray().Single()!;

    public static TheoryData<string> Questions =>
    [
        .. Alerts.Select(alert => alert["expr"]!.ToString()),
        .. Dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]?.AsArray() ?? []).Select(target => target!["expr"]!.ToString()).Distinct(),
        Adapter["seriesQuery"]!.ToString(),
    ];

    [Theory]
    [MemberData(nameof(Questions))]
    public void A_question_is_about_what_a_hub_exports(string question)
    {
        var names = Names().Matches(Grouping().Replace(question, "")).Select(match => match.Value).ToArray();
        Assert.NotEmpty(names);
        Assert.All(names.Where(name => name != "up"), name => Assert.True(exported.Series.ContainsKey(name), $"No hub exports {name}."));
        var known = names.SelectMany(name => exported.Series.GetValueOrDefault(name, [])).Concat(Theirs).ToHashSet();
        Assert.All(LabelsOf(question), label => Assert.True(known.Contains(label), $"{string.Join(", ", names)} have no label {label}."));
        Assert.Equal(question.Count(letter => letter is '('), question.Count(letter => letter is ')'));
    }

    [Fact]
    public void Every_alert_says_how_bad_it_is_and_what_to_do()
    {
        Assert.NotEmpty(Alerts);
        foreach (var alert in Alerts)
        {
            Assert.Contains(alert["labels"]!["severity"]!.ToString(), new[] { "page", "warn" });
            Assert.NotEmpty(alert["annotations"]!["summary"]!.ToString());
            Assert.NotEmpty(alert["annotations"]!["action"]!.ToString());
            var kept = Grouping().Matches(alert["expr"]!.ToString()).SelectMany(by => by.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries));
            if (alert["alert"]!.ToString() is "HubDown") kept = Theirs;
            Assert.Empty(Mentioned().Matches(alert["annotations"]!.ToJsonString()).Select(match => match.Groups[1].Value).Except(kept));
        }
    }

    [Fact]
    public void The_scaling_asks_for_what_the_adapter_hands_over()
    {
        var metric = Manifests.Load<V2HorizontalPodAutoscaler>().Spec.Metrics.Single().Pods.Metric.Name;

        Assert.Equal(Adapter["name"]!["as"]!.ToString(), metric);
        Assert.StartsWith($"{metric}{{", Adapter["seriesQuery"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Prometheus_has_its_rules_and_knows_the_hubs_of_compose()
    {
        var prometheus = Deployed.Yaml("prometheus", "prometheus.yaml");
        var targets = prometheus["scrape_configs"]![0]!["static_configs"]![0]!["targets"].Texts();
        var port = new Uri(Environments.Of("compose")["NewsHub__Telemetry__MetricsUrl"].Replace('+', '0')).Port;

        Assert.All(prometheus["rule_files"].Texts(), file => Assert.True(File.Exists(Deployed.PathOf("prometheus", file)), file));
        Assert.Equal(Deployed.Yaml("compose.yaml")["services"].Names().Where(name => name.StartsWith("hub", StringComparison.Ordinal)).Select(hub => $"{hub}:{port}"), targets);
        Assert.Contains($"job=\"{prometheus["scrape_configs"]![0]!["job_name"]}\"", Deployed.Read("prometheus", "alerts.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_dashboard_can_be_imported()
    {
        var panels = Dashboard["panels"]!.AsArray();

        Assert.Equal(panels.Count, panels.Select(panel => panel!["id"]!.GetValue<int>()).Distinct().Count());
        Assert.Contains(Dashboard["templating"]!["list"]!.AsArray(), variable => variable!["name"]!.ToString() == "source" && variable["type"]!.ToString() == "datasource");
        Assert.All(panels, panel => Assert.Equal("${source}", panel!["datasource"]?["uid"]?.ToString()));
    }

    private static IEnumerable<string> LabelsOf(string question) =>
        Matched().Matches(question).Select(match => match.Groups[1].Value)
            .Concat(Grouping().Matches(question).SelectMany(by => by.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))).Distinct();

    [GeneratedRegex(@"\b(newshub|http|dotnet|npgsql|orleans|kestrel)_\w+(?=[{\[) ]|$)|\bup\b")]
    private static partial Regex Names();

    [GeneratedRegex(@"(\w+)(?:=~|!~|!=|=)""")]
    private static partial Regex Matched();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\$labels\.(\w+)")]
    private static partial Regex Mentioned();
}
