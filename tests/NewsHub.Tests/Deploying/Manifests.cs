using k8s;

namespace NewsHub.Tests.Deploying;

/// <summary>What <c>kubectl apply -k deploy/kubernetes</c> applies, read by Kubernetes' own schema: a field that it does not know is an error.</summary>
internal static class Manifests
{
    private const string Folder = "kubernetes";

    public static string[] Resources => Deployed.Yaml(Folder, "kustomization.yaml")["resources"].Texts();

    public static string[] Files => [.. Directory.EnumerateFiles(Deployed.PathOf(Folder)).Select(file => Path.GetFileName(file)).Where(file => file != "kustomization.yaml")];

    public static IEnumerable<object> All => Resources.SelectMany(file => Load(Deployed.Read(Folder, file)));

    public static List<object> Load(string yaml) => KubernetesYaml.LoadAllFromString(yaml, strict: true);

    public static T Load<T>() => All.OfType<T>().Single();
}
