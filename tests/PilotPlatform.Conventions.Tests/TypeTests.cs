using System.Reflection;
using System.Text.RegularExpressions;

namespace PilotPlatform.Conventions.Tests;

/// <summary>Types that people wrote: named for what they are, and closed.</summary>
public sealed class TypeTests
{
    private static readonly string[] Banned = ["Common", "Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Manager", "Base", "Impl"];

    private static readonly Regex TestName = new("^[A-Z][A-Za-z0-9]*_[A-Z][A-Za-z0-9]*_[A-Z][A-Za-z0-9]*$", RegexOptions.NonBacktracking);

    [Fact]
    public void Assemblies_OfEveryProjectBelowSrc_AreExamined() =>
        Assert.Empty(Repository.Files("src", "*.csproj").Select(f => Path.GetFileNameWithoutExtension(f)).Except(Assemblies.Ours.Select(a => a.GetName().Name)));

    [Fact]
    public void Names_OfTypes_HoldNoWordThatSaysNothing() =>
        Assert.Empty(Assemblies.Written.Where(t => Words.Of(t.Name).Intersect(Banned).Any()));

    [Fact]
    public void Classes_OfOurs_AreSealedStaticOrAbstract() =>
        Assert.Empty(Assemblies.Written.Where(t => t is { IsClass: true, IsSealed: false, IsAbstract: false } && !IsComponent(t)));

    /// <summary>Messages count as implementations: the compiler of the contracts writes one half of them.</summary>
    [Fact]
    public void Interfaces_OfOurs_HaveTwoImplementations() =>
        Assert.Empty(
            from contract in Assemblies.Written
            where contract.IsInterface && Assemblies.Ours.SelectMany(a => a.GetTypes()).Count(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(contract)) < 2
            select contract.FullName);

    /// <summary>Configuration is bound to options at the start; nobody asks for a string by its key.</summary>
    [Fact]
    public void Constructors_OfOurs_TakeNoConfiguration() =>
        Assert.Empty(
            from type in Assemblies.Written
            from constructor in type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            where constructor.GetParameters().Any(p => p.ParameterType.FullName?.StartsWith("Microsoft.Extensions.Configuration.IConfiguration", StringComparison.Ordinal) == true)
            select type.FullName);

    [Fact]
    public void Tests_OfThisAssembly_ReadAsFindings() =>
        Assert.All(
            typeof(TypeTests).Assembly.GetTypes().SelectMany(t => t.GetMethods()).Where(m => m.IsDefined(typeof(FactAttribute))),
            test => Assert.Matches(TestName, test.Name));

    /// <summary>Of all tests, by their text: their assemblies are not beside this one.</summary>
    [Fact]
    public void Tests_OfTheRepository_ReadAsFindings() =>
        Assert.Empty(
            from file in Repository.Files("tests", "*Tests.cs")
            let lines = File.ReadAllLines(Repository.Full(file))
            from line in lines.Index()
            where line.Item.TrimStart() is "[Fact]" or "[Theory]"
            let signature = lines.Skip(line.Index + 1).First(l => !l.TrimStart().StartsWith('['))
            let name = signature.Split('(')[0].Split(' ')[^1]
            where !TestName.IsMatch(name)
            select $"{file}: {name}");

    /// <summary>Razor writes classes that are open; they are components, not ours to inherit from.</summary>
    private static bool IsComponent(Type type) =>
        type.Name == "_Imports" || type.BaseType is { } parent && (parent.FullName == "Microsoft.AspNetCore.Components.ComponentBase" || IsComponent(parent));
}
