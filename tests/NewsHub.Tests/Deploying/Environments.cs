using System.Text.RegularExpressions;
using k8s.Models;

namespace NewsHub.Tests.Deploying;

/// <summary>The environment variables of each deployment, with sample values for secrets and values known only at run time.</summary>
internal static partial class Environments
{
    private const string ConnectionString = "Host=db;Database=newshub;Username=newshub;Password=…";
    private const string AdminKey = "a-key-or-secret-of-at-least-32-characters";

    public static IReadOnlyDictionary<string, string> Of(string deployment) => deployment switch
    {
        "image" => Image(),
        "compose" => Compose(),
        "kubernetes" => Kubernetes(),
        "systemd" => SystemdUnit.Load().Values("Environment").Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
        _ => throw new ArgumentOutOfRangeException(nameof(deployment), deployment, null),
    };

    private static Dictionary<string, string> Image() => Variables().Matches(Dockerfile.Load().Last.Instruction("ENV").Single())
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim('"'));

    private static Dictionary<string, string> Compose() => Image().Concat(
            DeployFiles.Yaml("compose.yaml")["services"]!["hub1"]!["environment"]!.AsObject().Select(pair => KeyValuePair.Create(pair.Key, FillIn(pair.Value!.ToString()))))
        .ToDictionary();

    private static Dictionary<string, string> Kubernetes() => Image().Concat(
            Manifests.Load<V1Deployment>().Spec.Template.Spec.Containers.Single().Env.Select(variable => KeyValuePair.Create(variable.Name, Value(variable))))
        .ToDictionary();

    private static string Value(V1EnvVar variable) =>
        variable.Value ?? (variable.ValueFrom.FieldRef is { FieldPath: "status.podIP" } ? "10.0.0.5" : variable.ValueFrom.SecretKeyRef.Key switch
        {
            "connection-string" => ConnectionString,
            "admin-key" or "cluster-secret" => AdminKey,
            var other => throw new InvalidOperationException($"The secret {other} has no sample value."),
        });

    private static string FillIn(string value) => RequiredVariables().Replace(value, AdminKey);

    [GeneratedRegex("""(\w+)=("[^"]*"|\S*)""")]
    private static partial Regex Variables();

    [GeneratedRegex(@"\$\{\w+:\?[^}]*\}")]
    private static partial Regex RequiredVariables();
}
