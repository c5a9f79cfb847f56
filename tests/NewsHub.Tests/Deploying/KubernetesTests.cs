using k8s.Models;
using NewsHub.Gateway;
using NewsHub.Host;
using NewsHub.Host.Telemetry;
using Xunit;

namespace NewsHub.Tests.Deploying;

/// <summary>The manifests are what Kubernetes knows, and agree with each other and with the program.</summary>
public sealed class KubernetesTests
{
    private static V1Deployment Deployment => Manifests.Load<V1Deployment>();

    private static V1PodSpec Pod => Deployment.Spec.Template.Spec;

    private static V1Container Hub => Pod.Containers.Single();

    [Fact]
    public void Every_manifest_is_in_the_kustomization_and_valid()
    {
        Assert.Equal(Manifests.Files.Order(), Manifests.Resources.Order());
        Assert.Equal(
            ["Deployment", "HorizontalPodAutoscaler", "NetworkPolicy", "PodDisruptionBudget", "Service"],
            Manifests.All.Select(manifest => ((k8s.IKubernetesObject)manifest).Kind).Order());
    }

    [Theory]
    [InlineData("readinessProbe", "readynessProbe")]
    [InlineData("maxSurge: 1", "maxSurge: 1, maxFailed: 1")]
    [InlineData("replicas: 3", "replicas: three")]
    [InlineData("kind: Deployment", "kind: Deploiment")]
    public void What_Kubernetes_would_refuse_is_noticed_here(string right, string wrong)
    {
        var hub = Deployed.Read("kubernetes", "hub.yaml");

        Assert.NotEmpty(Manifests.Load(hub));
        Assert.ThrowsAny<Exception>(() => Manifests.Load(hub.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void Everything_selects_the_hubs_pods()
    {
        var labels = Deployment.Spec.Template.Metadata.Labels;
        var policy = Manifests.Load<V1NetworkPolicy>().Spec;

        Assert.All(
            [
                Deployment.Spec.Selector.MatchLabels, Pod.TopologySpreadConstraints.Single().LabelSelector.MatchLabels,
                Manifests.Load<V1Service>().Spec.Selector, Manifests.Load<V1PodDisruptionBudget>().Spec.Selector.MatchLabels,
                policy.PodSelector.MatchLabels, .. policy.Ingress.SelectMany(rule => rule.FromProperty ?? []).Where(peer => peer.PodSelector is not null).Select(peer => peer.PodSelector.MatchLabels),
            ],
            selector => Assert.True(selector.Count > 0 && selector.All(pair => labels.Contains(pair)), $"{string.Join(',', selector)} is no label of the pods."));
        var target = Manifests.Load<V2HorizontalPodAutoscaler>().Spec.ScaleTargetRef;
        Assert.Equal((Deployment.ApiVersion, Deployment.Kind, Deployment.Metadata.Name), (target.ApiVersion, target.Kind, target.Name));
    }

    [Fact]
    public void A_pod_has_longer_to_end_than_a_hub_takes()
    {
        var pause = Hub.Lifecycle.PreStop.Sleep.Seconds;

        Assert.True(Pod.TerminationGracePeriodSeconds > pause + ServerSetup.TimeToStop.TotalSeconds);
        Assert.True(ServerSetup.TimeToStop.TotalSeconds > new LiveOptions().MaxDrainSeconds);
    }

    [Fact]
    public void No_hub_is_taken_away_before_another_is_ready()
    {
        Assert.Equal("0", Deployment.Spec.Strategy.RollingUpdate.MaxUnavailable?.Value);
        Assert.Equal("1", Manifests.Load<V1PodDisruptionBudget>().Spec.MaxUnavailable?.Value);
        Assert.True(Deployment.Spec.Replicas >= 3);
    }

    [Fact]
    public void Ports_are_those_at_which_a_hub_listens()
    {
        var ports = Hub.Ports.ToDictionary(port => port.Name, port => port.ContainerPort);
        var (hub, settings) = (new HubOptions(), Environments.Of("kubernetes"));

        Assert.Equal(new Uri(settings["ASPNETCORE_URLS"].Replace('+', '0')).Port, ports["http"]);
        Assert.Equal(new TelemetryOptions { MetricsUrl = settings["NewsHub__Telemetry__MetricsUrl"] }.MetricsPort, ports["metrics"]);
        Assert.Equal((hub.SiloPort, hub.GatewayPort), (ports["silo"], ports["gateway"]));
        Assert.Equal($"{ports["metrics"]}", Deployment.Spec.Template.Metadata.Annotations["prometheus.io/port"]);
        Assert.All(Manifests.Load<V1Service>().Spec.Ports, port => Assert.Equal("http", port.TargetPort?.Value));
        Assert.All(Probes, probe => Assert.Equal("http", probe.HttpGet.Port.Value));
    }

    [Fact]
    public void The_ports_of_silos_are_open_to_hubs_alone()
    {
        var policy = Manifests.Load<V1NetworkPolicy>().Spec;
        var (hub, pods) = (new HubOptions(), Deployment.Spec.Template.Metadata.Labels);

        Assert.Equal(["Ingress"], policy.PolicyTypes);
        Assert.All(policy.Ingress, rule => Assert.NotEmpty(rule.Ports)); // without ports a rule opens all of them
        foreach (var port in new[] { hub.SiloPort, hub.GatewayPort })
        {
            var rule = Assert.Single(policy.Ingress, rule => rule.Ports.Any(open => open.Port?.Value == $"{port}"));
            var peer = Assert.Single(rule.FromProperty);
            Assert.Equal(pods, peer.PodSelector.MatchLabels);
            Assert.Null(peer.NamespaceSelector);
        }

        var everybody = Assert.Single(policy.Ingress, rule => rule.FromProperty is not { Count: > 0 });
        Assert.Equal(["8080"], everybody.Ports.Select(port => port.Port?.Value));
        Assert.All(Manifests.Load<V1Service>().Spec.Ports, port => Assert.Equal("http", port.TargetPort?.Value));
    }

    [Fact]
    public void Secrets_are_in_no_manifest_but_those_that_the_kustomization_says_how_to_make()
    {
        var secrets = Hub.Env.Where(variable => variable.ValueFrom?.SecretKeyRef is not null).ToDictionary(variable => variable.Name, variable => variable.ValueFrom.SecretKeyRef);
        var how = Deployed.Read("kubernetes", "kustomization.yaml");

        Assert.Equal(["ConnectionStrings__NewsHub", "NewsHub__AdminKey"], secrets.Keys.Order());
        Assert.All(secrets.Values, secret => Assert.Contains($"create secret generic {secret.Name} ", how, StringComparison.Ordinal));
        Assert.All(secrets.Values, secret => Assert.Contains($"--from-literal={secret.Key}=", how, StringComparison.Ordinal));
    }

    [Fact]
    public void A_pod_is_nobody_on_its_machine_and_writes_only_where_a_hub_must()
    {
        Assert.True(Pod.SecurityContext.RunAsNonRoot);
        Assert.Equal(Dockerfile.Load().Last.Instruction("USER").Single(), $"{Pod.SecurityContext.RunAsUser}");
        Assert.False(Pod.AutomountServiceAccountToken);
        Assert.True(Hub.SecurityContext.ReadOnlyRootFilesystem);
        Assert.False(Hub.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], Hub.SecurityContext.Capabilities.Drop);
        Assert.Equal(["/tmp", Environments.Of("kubernetes")["NewsHub__DataDirectory"]], Hub.VolumeMounts.Select(mount => mount.MountPath).OrderDescending());
        Assert.Equal(Pod.Volumes.Select(volume => volume.Name).Order(), Hub.VolumeMounts.Select(mount => mount.Name).Order());
    }

    [Fact]
    public void A_hub_is_added_long_before_the_others_are_full()
    {
        var scaling = Manifests.Load<V2HorizontalPodAutoscaler>().Spec;

        Assert.True(scaling.Metrics.Single().Pods.Target.AverageValue.ToDecimal() < new LiveOptions().MaxConnections / 2);
        Assert.Equal(Deployment.Spec.Replicas, scaling.MinReplicas);
    }

    private static V1Probe[] Probes => [Hub.StartupProbe, Hub.ReadinessProbe, Hub.LivenessProbe];
}
