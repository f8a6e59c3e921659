using System.Collections.Immutable;
using Google.Protobuf.Reflection;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Conventions.Tests;

/// <summary>The descriptors of every contract.</summary>
internal static class Contracts
{
    public static readonly ImmutableArray<FileDescriptor> Files =
    [
        .. new[]
            {
                CatalogService.Descriptor.File, ScopeRulesService.Descriptor.File, ReportingService.Descriptor.File, WorkflowService.Descriptor.File,
                PeriodService.Descriptor.File, EvidenceService.Descriptor.File, RegisterService.Descriptor.File, OverviewService.Descriptor.File,
                LedgerService.Descriptor.File, CarryOverService.Descriptor.File, WatchService.Descriptor.File,
            }
            .SelectMany(WithImports).Where(f => f.Package.StartsWith("pilotplatform.", StringComparison.Ordinal)).DistinctBy(f => f.Name),
    ];

    public static readonly ImmutableArray<MessageDescriptor> Messages = [.. Files.SelectMany(f => f.MessageTypes).SelectMany(WithNested)];

    public static readonly ImmutableArray<EnumDescriptor> Enums = [.. Files.SelectMany(f => f.EnumTypes), .. Messages.SelectMany(m => m.EnumTypes)];

    public static readonly ImmutableArray<MethodDescriptor> Methods = [.. Files.SelectMany(f => f.Services).SelectMany(s => s.Methods)];

    private static IEnumerable<FileDescriptor> WithImports(FileDescriptor file) => file.Dependencies.SelectMany(WithImports).Append(file);

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) => message.NestedTypes.SelectMany(WithNested).Prepend(message);
}
