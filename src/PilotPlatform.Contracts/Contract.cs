using System.Collections.Immutable;
using System.Reflection;
using Google.Protobuf.Reflection;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Contracts;

/// <summary>Every service that the platform has a contract for.</summary>
public static class Contract
{
    private static readonly Assembly Assembly = typeof(CatalogService).Assembly;

    /// <summary>In the order of their names.</summary>
    public static ImmutableArray<ServiceDescriptor> Services { get; } =
    [
        .. Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)).OfType<FileDescriptor>()
            .SelectMany(file => file.Services).OrderBy(service => service.FullName, StringComparer.Ordinal),
    ];

    /// <summary>The contracts as the compiler read them, with their comments.</summary>
    public static FileDescriptorSet Sources()
    {
        using var resource = Assembly.GetManifestResourceStream("contracts.binpb") ?? throw new InvalidOperationException("The contracts were built without their comments.");
        return FileDescriptorSet.Parser.ParseFrom(resource);
    }
}
