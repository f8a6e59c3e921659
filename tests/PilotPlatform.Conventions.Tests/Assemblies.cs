using System.CodeDom.Compiler;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PilotPlatform.Conventions.Tests;

/// <summary>The assemblies of ours, as they were built beside the tests.</summary>
internal static class Assemblies
{
    public static readonly ImmutableArray<Assembly> Ours =
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "PilotPlatform.*.dll").Order(StringComparer.Ordinal)
            .Where(path => !path.EndsWith(".Tests.dll", StringComparison.Ordinal))
            .Select(path => Assembly.Load(new AssemblyName(Path.GetFileNameWithoutExtension(path)))),
    ];

    public static Assembly Named(string name) => Ours.Single(a => a.GetName().Name == name);

    /// <summary>The types that people wrote: neither the compiler nor a generator.</summary>
    public static readonly ImmutableArray<Type> Written = [.. Ours.SelectMany(a => a.GetTypes()).Where(IsWritten)];

    private static bool IsWritten(Type type) =>
        !IsGenerated(type)
        && type.Name != "Program"
        && !type.Name.Contains('<', StringComparison.Ordinal)
        && !(type.Namespace is { } space && space.StartsWith("PilotPlatform.Contracts.", StringComparison.Ordinal))
        && type.Namespace?.StartsWith("PilotPlatform", StringComparison.Ordinal) == true
        && (type.DeclaringType is null || IsWritten(type.DeclaringType));

    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || type.IsDefined(typeof(GeneratedCodeAttribute), inherit: false);
}
