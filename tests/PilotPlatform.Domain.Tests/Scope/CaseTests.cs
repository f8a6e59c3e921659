using System.Globalization;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>The cases of <c>tests/cases</c>, against the shipped document and rule set.</summary>
public sealed class CaseTests
{
    private static readonly IReadOnlyList<(string File, CaseFile Cases)> Files = [.. Case.Read()];

    /// <summary>File, task and the place of the case in its file.</summary>
    public static TheoryData<string, int, int> Cases => new(
        from file in Files
        from each in file.Cases.Cases.Index()
        select (file.File, file.Cases.Task, each.Index));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decide_Case_IsWhatTheCaseSays(string file, int task, int index)
    {
        var expected = Files.Single(f => f.File == file).Cases.Cases[index];

        var decision = expected.Decide(task);

        if (expected.Reach is { } reach)
            Assert.Equal(Case.Named<ReachState>(reach), decision.Reach.State);
        if (expected.Verdict is { } verdict)
            Assert.Equal(Case.Named<Verdict>(verdict), decision.Verdict);
        if (expected.Because is { } because)
            Assert.Contains(Cited(decision), c => c.Words.Find(because) is not null);
        if (expected.Ask is { } ask)
            Assert.Equal(ask.Order(StringComparer.Ordinal), decision.Missing.Select(Name).Order(StringComparer.Ordinal));
        foreach (var (clause, of) in expected.Clauses ?? new Dictionary<string, string>(StringComparer.Ordinal))
            Assert.Equal((clause, Case.Named<Verdict>(of)), (clause, Assert.Single(decision.Clauses, c => c.Clause.Id == clause).Verdict));
    }

    [Fact]
    public void Cases_Together_CoverEveryFormOfScopeAndEveryState()
    {
        var tasks = Files.Select(f => f.Cases.Task).ToHashSet();
        var cases = Files.SelectMany(f => f.Cases.Cases).ToArray();

        Assert.True(cases.Length >= 150);
        Assert.Equal(Shipped.RuleSet.Forms.Select(f => f.Id).Order(StringComparer.Ordinal), tasks.Select(t => Shipped.Rules.Find(t)!.ScopeForm).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetValues<ReachState>(), cases.Select(c => c.Reach).OfType<string>().Select(Case.Named<ReachState>).Distinct().Order());
        Assert.Equal(Enum.GetValues<Verdict>(), cases.Select(c => c.Verdict).OfType<string>().Select(Case.Named<Verdict>).Distinct().Order());
        Assert.Subset(cases.Select(c => c.City.Id).ToHashSet(), ScopeColumn.Cities.Select(c => c.Id).ToHashSet());
    }

    [Fact]
    public void Cases_EachOfThem_TestsSomethingInWordsOfTheDocument() =>
        Assert.All(Files.SelectMany(f => f.Cases.Cases.Select(c => (f.File, Case: c))), each =>
        {
            Assert.True((each.Case.Reach ?? each.Case.Verdict) is not null || each.Case.Ask is not null || each.Case.Clauses is not null || each.Case.Because is not null, each.File);
            if (each.Case.Because is { } because)
                Assert.Contains(because, Shipped.Document, StringComparison.Ordinal);
        });

    [Fact]
    public void Cases_EachFile_SaysWhatItShowsAndWhereItStands() =>
        Assert.All(Files, file =>
        {
            Assert.NotEmpty(file.Cases.Title);
            Assert.StartsWith($"序号 {file.Cases.Task.ToString(CultureInfo.InvariantCulture)}", file.Cases.Source, StringComparison.Ordinal);
            Assert.NotEmpty(file.Cases.Cases);
        });

    private static string Name(Missing missing) => missing.Fact?.Id ?? $"act:{char.ToLowerInvariant(missing.Act!.Kind.ToString()[0])}{missing.Act.Kind.ToString()[1..]}";

    private static IEnumerable<Citation> Cited(Decision decision) =>
        [.. decision.Reach.Citations, .. decision.Because, .. decision.Missing.SelectMany(m => m.Citations)];
}
