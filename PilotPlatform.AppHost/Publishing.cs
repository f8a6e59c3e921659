using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace PilotPlatform.AppHost;

/// <summary>What containers need that processes on one machine do not.</summary>
internal static class Publishing
{
    /// <summary>A folder that .NET images give to the user they run as, whom a new volume there belongs to as well.</summary>
    private const string Home = "/home/app";

    private const long App = 1654;

    /// <summary>Letters and digits, a multiple of four of them, are Base64.</summary>
    public static GenerateParameterDefault KeyOf33Bytes => new() { MinLength = 44, Special = false };

    /// <summary>Gives a service a folder that outlives it: also where its ledger is in PostgreSQL, the key that signs it lies there, and contents of evidence do.</summary>
    public static void WithFolder(this IResourceBuilder<ProjectResource> service)
    {
        var builder = service.ApplicationBuilder;
        if (builder.ExecutionContext.IsRunMode)
            service.WithEnvironment("Data__Folder", Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", ".pilotplatform")));
        else
            service.WithAnnotation(new ContainerMountAnnotation($"{service.Resource.Name}-data", Home, ContainerMountType.Volume, isReadOnly: false))
                .WithEnvironment("Data__Folder", Home + "/pilotplatform");
    }

    /// <summary>Claims storage for the volumes of a pod: without it they are empty folders that end with the pod.</summary>
    public static KubernetesResource Claim(this KubernetesResource deployed, string storage, bool ofApp = false)
    {
        var pod = deployed.Workload!.PodTemplate.Spec;
        foreach (var volume in pod.Volumes)
        {
            var claim = new PersistentVolumeClaim
            {
                Metadata = { Name = volume.Name },
                Spec = new() { Resources = new(), DataSource = null!, DataSourceRef = null!, Selector = null! }, // empty ones are refused
            };
            claim.Spec.AccessModes.Add("ReadWriteOnce");
            claim.Spec.Resources.Requests.Add("storage", storage);
            deployed.AdditionalResources.Add(claim);
            volume.EmptyDir = null;
            volume.PersistentVolumeClaim = new() { ClaimName = volume.Name };
            if (ofApp)
                pod.SecurityContext = new() { FsGroup = App };
        }

        return deployed;
    }

    /// <summary>The API server wants the scheme of a probe in capitals.</summary>
    public static void WithSchemesInCapitals(this KubernetesResource deployed)
    {
        foreach (var container in deployed.Workload!.PodTemplate.Spec.Containers)
            foreach (var probe in new[] { container.ReadinessProbe?.HttpGet, container.LivenessProbe?.HttpGet })
                probe?.Scheme = "HTTP";
    }
}
