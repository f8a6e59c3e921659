using System.Collections.Immutable;
using Google.Protobuf.Reflection;
using PilotPlatform.Contracts;

namespace PilotPlatform.Conventions.Tests;

/// <summary>The descriptors of every contract.</summary>
internal static class Contracts
{
    public static readonly ImmutableArray<FileDescriptor> Files =
    [
        .. Contract.Services.Select(service => service.File)
            .SelectMany(WithImports).Where(f => f.Package.StartsWith("pilotplatform.", StringComparison.Ordinal)).DistinctBy(f => f.Name),
    ];

    public static readonly ImmutableArray<MessageDescriptor> Messages = [.. Files.SelectMany(f => f.MessageTypes).SelectMany(WithNested)];

    public static readonly ImmutableArray<EnumDescriptor> Enums = [.. Files.SelectMany(f => f.EnumTypes), .. Messages.SelectMany(m => m.EnumTypes)];

    public static readonly ImmutableArray<MethodDescriptor> Methods = [.. Files.SelectMany(f => f.Services).SelectMany(s => s.Methods)];

    private static IEnumerable<FileDescriptor> WithImports(FileDescriptor file) => file.Dependencies.SelectMany(WithImports).Append(file);

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) => message.NestedTypes.SelectMany(WithNested).Prepend(message);
}
