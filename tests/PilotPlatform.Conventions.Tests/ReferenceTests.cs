using System.Collections.Frozen;

namespace PilotPlatform.Conventions.Tests;

/// <summary>Who may know whom: the arrows of the architecture, and no other.</summary>
public sealed class ReferenceTests
{
    private static readonly string[] Services = ["PilotPlatform.Catalog", "PilotPlatform.Reporting", "PilotPlatform.ScopeRules"];

    private static readonly string[] OfAService = ["PilotPlatform.Contracts", "PilotPlatform.Domain", "PilotPlatform.Ledger", "PilotPlatform.ServiceDefaults"];

    /// <summary>What each project may reference of ours.</summary>
    private static readonly FrozenDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        ["PilotPlatform.Domain"] = [],
        ["PilotPlatform.Contracts"] = [],
        ["PilotPlatform.Ledger"] = [],
        ["PilotPlatform.ServiceDefaults"] = ["PilotPlatform.Contracts", "PilotPlatform.Domain"],
        ["PilotPlatform.Catalog"] = OfAService,
        ["PilotPlatform.ScopeRules"] = OfAService,
        ["PilotPlatform.Reporting"] = OfAService,
        ["PilotPlatform.Gateway"] = ["PilotPlatform.ServiceDefaults"],
        ["PilotPlatform.Web"] = ["PilotPlatform.Contracts", "PilotPlatform.ServiceDefaults"],
        ["PilotPlatform.Cache"] = [],
        ["PilotPlatform.AllInOne"] = [.. Services, "PilotPlatform.Cache", "PilotPlatform.Gateway", "PilotPlatform.ServiceDefaults", "PilotPlatform.Web"],
        ["PilotPlatform.AppHost"] = [.. Services, "PilotPlatform.AllInOne", "PilotPlatform.Cache", "PilotPlatform.Gateway", "PilotPlatform.Web"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static TheoryData<string> Projects => new(Repository.Projects.Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_OfTheRepository_ReferencesOnlyWhatTheArchitectureAllows(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"Nobody adds a project without a decision record: {project}");
        Assert.Empty(Repository.Projects[project].Items("ProjectReference").Except(Allowed[project]));
    }

    [Fact]
    public void Projects_OfTheArchitecture_AreAllThere() =>
        Assert.Empty(Allowed.Keys.Except(Repository.Projects.Keys));

    [Fact]
    public void Services_ToOneAnother_HaveNoReference() =>
        Assert.All(Services, service => Assert.Empty(Repository.Projects[service].Items("ProjectReference").Intersect(Services)));

    [Fact]
    public void Domain_ProjectFile_ReferencesNothing() =>
        Assert.All(["PackageReference", "ProjectReference", "FrameworkReference", "Reference"], kind =>
            Assert.Empty(Repository.Projects["PilotPlatform.Domain"].Items(kind)));

    [Fact]
    public void Domain_Assembly_KnowsOnlyTheRuntime() =>
        Assert.All(Assemblies.Named("PilotPlatform.Domain").GetReferencedAssemblies(), name =>
            Assert.StartsWith("System.", name.Name, StringComparison.Ordinal));

    /// <summary>No I/O, no network, no threads: the parts of the runtime that a pure core has no use for.</summary>
    [Theory]
    [InlineData("System.Net")]
    [InlineData("System.IO.FileSystem")]
    [InlineData("System.Console")]
    [InlineData("System.Threading.Channels")]
    [InlineData("System.Diagnostics.Process")]
    [InlineData("Microsoft")]
    public void Domain_Assembly_HasNoUseForTheOutside(string prefix) =>
        Assert.DoesNotContain(Assemblies.Named("PilotPlatform.Domain").GetReferencedAssemblies(), name => name.Name!.StartsWith(prefix, StringComparison.Ordinal));

    [Fact]
    public void Domain_Methods_NeitherWaitNorTakeTheTime() =>
        Assert.Empty(
            from type in Assemblies.Named("PilotPlatform.Domain").GetTypes()
            from method in type.GetMethods((System.Reflection.BindingFlags)(-1) & ~System.Reflection.BindingFlags.FlattenHierarchy)
            where typeof(Task).IsAssignableFrom(method.ReturnType) || method.GetParameters().Any(p => p.ParameterType == typeof(TimeProvider))
            select $"{type}.{method.Name}");

    [Theory]
    [InlineData("PilotPlatform.Ledger")]
    [InlineData("PilotPlatform.Contracts")]
    public void LedgerAndContracts_Assemblies_KnowNothingOfOurs(string name) =>
        Assert.DoesNotContain(Assemblies.Named(name).GetReferencedAssemblies(), other => other.Name!.StartsWith("PilotPlatform", StringComparison.Ordinal));

    [Fact]
    public void Aspire_Packages_AreReferencedOnlyByTheAppHost() =>
        Assert.All(Repository.Projects.Where(p => p.Key != "PilotPlatform.AppHost"), project =>
            Assert.DoesNotContain(project.Value.Items("PackageReference"), package => package.StartsWith("Aspire.", StringComparison.Ordinal)));

    /// <summary>The AppHost says its own: decision 0005.</summary>
    [Fact]
    public void Versions_OfPackages_StandInOnePlace() =>
        Assert.All(Repository.Projects.Where(p => p.Key != "PilotPlatform.AppHost"), project =>
            Assert.DoesNotContain(project.Value.Descendants("PackageReference"), package => package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null));
}
