using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using k8s.Models;
using NewsHub.Host;
using NewsHub.Tests.Api;
using Xunit;

namespace NewsHub.Tests.Deploying;

/// <summary>The image, its health check and the Kubernetes probes, against a running hub.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class ImageTests(HubProcess hub)
{
    private static readonly Dockerfile Image = Dockerfile.Load();

    [Fact]
    public void Image_is_built_in_stages_and_contains_only_the_published_program()
    {
        Assert.True(Image.Stages.Count > 1);
        var stages = Image.Stages.Select(stage => stage.Name).ToArray();
        foreach (var copy in Image.Stages.SelectMany(stage => stage.Instruction("COPY")).Select(copy => copy.Split(' ')))
        {
            if (copy.FirstOrDefault(word => word.StartsWith("--from=", StringComparison.Ordinal)) is { } from) Assert.Contains(from["--from=".Length..], stages);
            else Assert.All(copy[..^1], source => Assert.True(Path.Exists(Repository.PathOf(source)), source));
        }

        Assert.All(Image.Last.Instruction("COPY"), copy => Assert.StartsWith("--from=", copy, StringComparison.Ordinal));
        Assert.Contains(Image.Stages.SelectMany(stage => stage.Instruction("RUN")), run => run.StartsWith("dotnet publish src/NewsHub.Host -c Release ", StringComparison.Ordinal));
        Assert.Equal(["dotnet", $"{typeof(ServerSetup).Assembly.GetName().Name}.dll"], Words(Image.Last.Instruction("ENTRYPOINT").Single()));
    }

    [Fact]
    public void Image_runs_as_an_unprivileged_user_that_owns_the_data_volume()
    {
        var user = int.Parse(Image.Last.Instruction("USER").Single(), CultureInfo.InvariantCulture);
        var data = Environments.Of("image")["NewsHub__DataDirectory"];

        Assert.True(user > 0);
        Assert.Equal(data, Image.Last.Instruction("VOLUME").Single());
        Assert.Contains(Image.Last.Instruction("COPY"), copy => copy.Contains($"--chown={user}:{user} ", StringComparison.Ordinal) && copy.EndsWith($" {data}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_check_succeeds_for_a_ready_hub_and_fails_without_one()
    {
        Assert.Equal(0, await RunHealthCheck(hub.Address.Port));
        Assert.NotEqual(0, await RunHealthCheck(1)); // no hub listens on this port
    }

    [Fact]
    public async Task Probes_use_the_health_endpoints()
    {
        var container = Manifests.Load<V1Deployment>().Spec.Template.Spec.Containers.Single();

        Assert.Equal("/health/ready", container.ReadinessProbe.HttpGet.Path);
        Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
        foreach (var probe in new[] { container.StartupProbe, container.ReadinessProbe, container.LivenessProbe })
            Assert.Contains("healthy", (await hub.Get(probe.HttpGet.Path)).Expect(200).Text, StringComparison.Ordinal);
    }

    private static async Task<int> RunHealthCheck(int port)
    {
        var check = Image.Last.Instruction("HEALTHCHECK").Single();
        var words = Words(check[(check.IndexOf("CMD ", StringComparison.Ordinal) + 4)..]);
        Assert.Contains("127.0.0.1/8080 ", words[^1], StringComparison.Ordinal);
        var local = words[^1].Replace("127.0.0.1/8080 ", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1/{port} "), StringComparison.Ordinal);
        using var process = Process.Start(new ProcessStartInfo(words[0], [.. words[1..^1], local]) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static string[] Words(string list) => JsonSerializer.Deserialize<string[]>(list)!;
}
