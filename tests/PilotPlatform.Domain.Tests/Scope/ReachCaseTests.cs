using System.Globalization;
using PilotPlatform.Domain.Scope;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>A file of cases on the reach of one task, as a policy officer writes it.</summary>
public sealed class ReachCases
{
    public string Title { get; set; } = "";

    public string Source { get; set; } = "";

    public int Task { get; set; }

    public IList<ReachCase> Cases { get; set; } = [];
}

/// <summary>One city of a case.</summary>
public sealed class ReachCase
{
    public string City { get; set; } = "";

    public string Reach { get; set; } = "";

    public string Because { get; set; } = "";

    public ReachState State => Enum.Parse<ReachState>(Reach.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}

/// <summary>The cases of <c>tests/cases/scope</c>, against the shipped document and rule set.</summary>
public sealed class ReachCaseTests
{
    private static readonly IReadOnlyList<(string File, ReachCases Cases)> Files = [.. Read()];

    /// <summary>File, task, city and the place of the case in its file.</summary>
    public static TheoryData<string, int, string, int> Cases => new(
        from file in Files
        from each in file.Cases.Cases.Index()
        select (file.File, file.Cases.Task, each.Item.City, each.Index));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reach_OfACase_IsWhatTheCaseSaysInTheWordsItCites(string file, int task, string city, int index)
    {
        var expected = Files.Single(f => f.File == file).Cases.Cases[index];

        var reach = Shipped.Reach(task, city);

        Assert.Equal(expected.State, reach.State);
        Assert.Contains(expected.Because, Shipped.Document, StringComparison.Ordinal);
        Assert.Contains(reach.Citations, c => c.Words.Verbatim.Contains(expected.Because, StringComparison.Ordinal));
    }

    [Fact]
    public void Cases_Together_CoverEveryFormOfScopeAndEveryState()
    {
        var tasks = Files.Select(f => f.Cases.Task).ToHashSet();
        var cases = Files.SelectMany(f => f.Cases.Cases).ToArray();

        Assert.True(cases.Length >= 30);
        Assert.Equal(Shipped.RuleSet.Forms.Select(f => f.Id).Order(StringComparer.Ordinal), tasks.Select(t => Shipped.Rules.Find(t)!.ScopeForm).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetValues<ReachState>(), cases.Select(c => c.State).Distinct().Order());
        Assert.Subset(cases.Select(c => Shipped.City(c.City).Id).ToHashSet(), ScopeColumn.Cities.Select(c => c.Id).ToHashSet());
    }

    [Fact]
    public void Cases_EachFile_SaysWhatItShowsAndWhereItStands() =>
        Assert.All(Files, file =>
        {
            Assert.NotEmpty(file.Cases.Title);
            Assert.StartsWith($"序号 {file.Cases.Task.ToString(CultureInfo.InvariantCulture)},", file.Cases.Source, StringComparison.Ordinal);
            Assert.Contains($"\"{Shipped.Edition.Tasks[file.Cases.Task - 1].Scope.Verbatim}\"", file.Cases.Source, StringComparison.Ordinal);
            Assert.NotEmpty(file.Cases.Cases);
        });

    private static IEnumerable<(string File, ReachCases Cases)> Read()
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        foreach (var path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "cases", "scope"), "*.yaml").Order(StringComparer.Ordinal))
            yield return (Path.GetFileNameWithoutExtension(path), yaml.Deserialize<ReachCases>(File.ReadAllText(path)));
    }
}
