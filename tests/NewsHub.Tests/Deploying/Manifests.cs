using k8s;

namespace NewsHub.Tests.Deploying;

/// <summary>The resources of <c>deploy/kubernetes</c>, parsed with the Kubernetes schema; an unknown field is an error.</summary>
internal static class Manifests
{
    private const string Folder = "kubernetes";

    public static string[] Resources => DeployFiles.Yaml(Folder, "kustomization.yaml")["resources"].Texts();

    public static string[] Files => [.. Directory.EnumerateFiles(DeployFiles.PathOf(Folder)).Select(file => Path.GetFileName(file)).Where(file => file != "kustomization.yaml")];

    public static IEnumerable<object> All => Resources.SelectMany(file => Load(DeployFiles.Read(Folder, file)));

    public static List<object> Load(string yaml) => KubernetesYaml.LoadAllFromString(yaml, strict: true);

    public static T Load<T>() => All.OfType<T>().Single();
}
