namespace PilotPlatform.Conventions.Tests;

/// <summary>Files as people read them: short, and without what nobody wants to find.</summary>
public sealed class SourceTests
{
    private static readonly string[] Sources =
    [
        .. new[] { "src", "tests", "PilotPlatform.AppHost" }.SelectMany(folder => new[] { "*.cs", "*.razor" }.SelectMany(pattern => Repository.Files(folder, pattern))),
    ];

    [Fact]
    public void Sources_OfTheRepository_AreFound() => Assert.Contains("src/PilotPlatform.Domain/Fault.cs", Sources);

    [Fact]
    public void Files_OfSource_HaveAtMostFourHundredLines() => Assert.Empty(Longer(Sources, 400));

    [Fact]
    public void Program_OfEachService_IsATableOfContentsOfTwentyLines() =>
        Assert.Empty(Longer(Sources.Where(f => Path.GetFileName(f) == "Program.cs"), 20));

    [Fact]
    public void AppHost_File_HasAtMostEightyLines()
    {
        var hosts = Repository.Files("PilotPlatform.AppHost", "*.cs").Where(f => Path.GetFileName(f) is "AppHost.cs" or "Program.cs").ToArray();

        Assert.NotEmpty(hosts);
        Assert.Empty(Longer(hosts, 80));
    }

    [Fact]
    public void Readme_AtTheRoot_HasAtMostAHundredAndTwentyLines()
    {
        Assert.True(File.Exists(Repository.Full("README.md")));
        Assert.Empty(Longer(["README.md"], 120));
    }

    [Fact]
    public void DecisionRecords_OfTheRepository_HaveAtMostSixtyLines()
    {
        var records = Repository.Files("docs/decisions", "*.md").ToArray();

        Assert.NotEmpty(records);
        Assert.Empty(Longer(records, 60));
    }

    [Theory]
    [InlineData("DateTime.UtcNow")]
    [InlineData("DateTime.Now")]
    [InlineData("DateTimeOffset.Now")]
    [InlineData("DateTimeOffset.UtcNow")]
    [InlineData("Guid.NewGuid")]
    [InlineData("Random.Shared")]
    [InlineData("#region")] // what the sources are searched for: the rule, not a gap
    [InlineData("TODO")] // likewise the rule
    [InlineData("FIXME")] // likewise the rule
    [InlineData("#pragma warning disable")]
    public void Sources_OutsideTheTests_DoNotHold(string words) =>
        Assert.Empty(Sources.Where(f => !f.StartsWith("tests/", StringComparison.Ordinal) && File.ReadAllText(Repository.Full(f)).Contains(words, StringComparison.Ordinal)));

    /// <summary>A double of a neighbour says what its author believes, not what the neighbour does.</summary>
    [Fact]
    public void Packages_OfTheRepository_HoldNoMocks() =>
        Assert.DoesNotContain(["Moq", "NSubstitute", "FakeItEasy"], mock => File.ReadAllText(Repository.Full("Directory.Packages.props")).Contains(mock, StringComparison.Ordinal));

    [Fact]
    public void Suppressions_OfTheSource_StateTheirReason() =>
        Assert.Empty(
            from file in Sources
            from line in File.ReadLines(Repository.Full(file))
            where line.TrimStart().StartsWith("[SuppressMessage(", StringComparison.Ordinal) && !line.Contains("Justification", StringComparison.Ordinal)
            select file);

    [Fact]
    public void Namespaces_OfTheSource_AreFileScoped() =>
        Assert.Empty(Sources.Where(f => File.ReadLines(Repository.Full(f)).Any(l => l.StartsWith("namespace ", StringComparison.Ordinal) && !l.EndsWith(';'))));

    private static IEnumerable<string> Longer(IEnumerable<string> files, int most) =>
        files.Select(f => (File: f, Lines: Repository.LinesOf(f))).Where(f => f.Lines > most).Select(f => $"{f.File}: {f.Lines} lines");
}
