using k8s.Models;
using NewsHub.Gateway;
using NewsHub.Host;
using NewsHub.Host.Telemetry;
using Xunit;

namespace NewsHub.Tests.Deploying;

/// <summary>The manifests are valid and consistent with each other and with the program.</summary>
public sealed class KubernetesTests
{
    private static V1Deployment Deployment => Manifests.Load<V1Deployment>();

    private static V1PodSpec Pod => Deployment.Spec.Template.Spec;

    private static V1Container Hub => Pod.Containers.Single();

    [Fact]
    public void Every_manifest_is_valid_and_listed_in_the_kustomization()
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
    public void Invalid_manifest_throws(string right, string wrong)
    {
        var hub = DeployFiles.Read("kubernetes", "hub.yaml");

        Assert.NotEmpty(Manifests.Load(hub));
        Assert.ThrowsAny<Exception>(() => Manifests.Load(hub.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void All_selectors_match_the_labels_of_the_pods()
    {
        var labels = Deployment.Spec.Template.Metadata.Labels;
        var policy = Manifests.Load<V1NetworkPolicy>().Spec;

        Assert.All(
            [
                Deployment.Spec.Selector.MatchLabels, Pod.TopologySpreadConstraints.Single().LabelSelector.MatchLabels,
                Manifests.Load<V1Service>().Spec.Selector, Manifests.Load<V1PodDisruptionBudget>().Spec.Selector.MatchLabels,
                policy.PodSelector.MatchLabels, .. policy.Ingress.SelectMany(rule => rule.FromProperty ?? []).Where(peer => peer.PodSelector is not null).Select(peer => peer.PodSelector.MatchLabels),
            ],
            selector => Assert.True(selector.Count > 0 && selector.All(pair => labels.Contains(pair)), $"{string.Join(',', selector)} does not match the labels of the pods."));
        var target = Manifests.Load<V2HorizontalPodAutoscaler>().Spec.ScaleTargetRef;
        Assert.Equal((Deployment.ApiVersion, Deployment.Kind, Deployment.Metadata.Name), (target.ApiVersion, target.Kind, target.Name));
    }

    [Fact]
    public void Termination_grace_period_exceeds_the_shutdown_timeout()
    {
        var pause = Hub.Lifecycle.PreStop.Sleep.Seconds;

        Assert.True(Pod.TerminationGracePeriodSeconds > pause + ServerSetup.ShutdownTimeout.TotalSeconds);
        Assert.True(ServerSetup.ShutdownTimeout.TotalSeconds > new LiveOptions().MaxDrainSeconds);
    }

    [Fact]
    public void Rolling_update_keeps_all_replicas_available()
    {
        Assert.Equal("0", Deployment.Spec.Strategy.RollingUpdate.MaxUnavailable?.Value);
        Assert.Equal("1", Manifests.Load<V1PodDisruptionBudget>().Spec.MaxUnavailable?.Value);
        Assert.True(Deployment.Spec.Replicas >= 3);
    }

    [Fact]
    public void Container_ports_are_the_ports_of_the_hub()
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
    public void Silo_ports_are_open_only_to_hubs()
    {
        var policy = Manifests.Load<V1NetworkPolicy>().Spec;
        var (hub, pods) = (new HubOptions(), Deployment.Spec.Template.Metadata.Labels);

        Assert.Equal(["Ingress"], policy.PolicyTypes);
        Assert.All(policy.Ingress, rule => Assert.NotEmpty(rule.Ports)); // a rule without ports opens all ports
        foreach (var port in new[] { hub.SiloPort, hub.GatewayPort })
        {
            var rule = Assert.Single(policy.Ingress, rule => rule.Ports.Any(open => open.Port?.Value == $"{port}"));
            var peer = Assert.Single(rule.FromProperty);
            Assert.Equal(pods, peer.PodSelector.MatchLabels);
            Assert.Null(peer.NamespaceSelector);
        }

        var anySource = Assert.Single(policy.Ingress, rule => rule.FromProperty is not { Count: > 0 });
        Assert.Equal(["8080"], anySource.Ports.Select(port => port.Port?.Value));
        Assert.All(Manifests.Load<V1Service>().Spec.Ports, port => Assert.Equal("http", port.TargetPort?.Value));
    }

    [Fact]
    public void Secrets_are_references_to_the_secret_that_the_kustomization_describes()
    {
        var secrets = Hub.Env.Where(variable => variable.ValueFrom?.SecretKeyRef is not null).ToDictionary(variable => variable.Name, variable => variable.ValueFrom.SecretKeyRef);
        var instructions = DeployFiles.Read("kubernetes", "kustomization.yaml");

        Assert.Equal(["ConnectionStrings__NewsHub", "NewsHub__AdminKey", "NewsHub__Cluster__Secret"], secrets.Keys.Order());
        Assert.All(secrets.Values, secret => Assert.Contains($"create secret generic {secret.Name} ", instructions, StringComparison.Ordinal));
        Assert.All(secrets.Values, secret => Assert.Contains($"--from-literal={secret.Key}=", instructions, StringComparison.Ordinal));
    }

    [Fact]
    public void Pod_runs_as_an_unprivileged_user_and_writes_only_to_its_volumes()
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
    public void Autoscaler_target_is_below_half_of_MaxConnections()
    {
        var scaling = Manifests.Load<V2HorizontalPodAutoscaler>().Spec;

        Assert.True(scaling.Metrics.Single().Pods.Target.AverageValue.ToDecimal() < new LiveOptions().MaxConnections / 2);
        Assert.Equal(Deployment.Spec.Replicas, scaling.MinReplicas);
    }

    private static V1Probe[] Probes => [Hub.StartupProbe, Hub.ReadinessProbe, Hub.LivenessProbe];
}
