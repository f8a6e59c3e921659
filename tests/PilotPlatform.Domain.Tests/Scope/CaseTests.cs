using System.Globalization;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Cases;
using static PilotPlatform.Domain.Tests.Scope.Cases;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>The cases of <c>tests/cases</c>, against the shipped document and rule set.</summary>
public sealed class CaseTests
{
    private static readonly CaseRun Run = new(Shipped.Rules);

    /// <summary>File, and the place of the case in it.</summary>
    public static TheoryData<string, int> Each => new(
        from file in Files
        from each in file.Cases.Cases.Index()
        select (file.File, each.Index));

    [Theory]
    [MemberData(nameof(Each))]
    public void Decide_Case_IsWhatTheCaseSays(string file, int index)
    {
        var cases = Files.Single(f => f.File == file).Cases;

        Assert.Null(Run.WhyNot(cases, cases.Cases[index]));
    }

    /// <summary>Each thing that a case says is held by itself: said otherwise, with all else as it is, it alone is what came out otherwise.</summary>
    [Theory]
    [InlineData("reach")]
    [InlineData("verdict")]
    [InlineData("because")]
    [InlineData("ask")]
    [InlineData("clause")]
    public void Decide_CaseThatSaysOneThingElse_IsToldThatThisCameOutOtherwise(string said)
    {
        var others = Files.SelectMany(f => f.Cases.Cases.SelectMany(c => Otherwise(said, c)).Select(c => (f.Cases, Case: c))).ToArray();

        Assert.True(others.Length >= 50, $"only {others.Length} say anything of {said}");
        Assert.All(others, each => Assert.StartsWith(said, Run.WhyNot(each.Cases, each.Case) ?? "nothing", StringComparison.Ordinal));
    }

    [Fact]
    public void Cases_Together_CoverEveryFormOfScopeAndEveryState()
    {
        var tasks = Files.Select(f => f.Cases.Task).ToHashSet();
        var cases = Files.SelectMany(f => f.Cases.Cases).ToArray();

        Assert.True(cases.Length >= 150);
        Assert.Equal(Shipped.RuleSet.Forms.Select(f => f.Id).Order(StringComparer.Ordinal), tasks.Select(t => Shipped.Rules.Find(t)!.ScopeForm).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetValues<ReachState>(), cases.Select(c => c.Reach).OfType<string>().Select(Named<ReachState>).Distinct().Order());
        Assert.Equal(Enum.GetValues<Verdict>(), cases.Select(c => c.Verdict).OfType<string>().Select(Named<Verdict>).Distinct().Order());
        Assert.Subset(cases.Select(c => Shipped.City(c.Facts["city"]).Id).ToHashSet(), ScopeColumn.Cities.Select(c => c.Id).ToHashSet());
    }

    [Fact]
    public void Cases_EachOfThem_RestsOnWordsOfTheDocument() =>
        Assert.All(Files.SelectMany(f => f.Cases.Cases).Select(c => c.Because).OfType<string>(), because => Assert.Contains(because, Shipped.Document, StringComparison.Ordinal));

    [Fact]
    public void Cases_EachFile_SaysWhatItShowsAndWhereItStands() =>
        Assert.All(Files, file =>
        {
            Assert.NotEmpty(file.Cases.Title);
            Assert.StartsWith($"序号 {file.Cases.Task.ToString(CultureInfo.InvariantCulture)}", file.Cases.Source, StringComparison.Ordinal);
        });

    private static IEnumerable<RuleSetCase> Otherwise(string said, RuleSetCase each) => said switch
    {
        "reach" when each.Reach is { } reach => Others<ReachState>(reach).Select(o => each.With(c => c.Reach = o)),
        "verdict" when each.Verdict is { } verdict => Others<Verdict>(verdict).Select(o => each.With(c => c.Verdict = o)),
        "because" when each.Because is { } because => [each.With(c => c.Because = because + "甲乙丙")],
        "ask" when each.Ask is { } ask => ask.Select((_, at) => each.With(c => c.Ask = [.. ask.Where((_, other) => other != at)])).Append(each.With(c => c.Ask = [.. ask, "nothing"])),
        "clause" => (each.Clauses ?? new Dictionary<string, string>(StringComparer.Ordinal)).SelectMany(clause => Others<Verdict>(clause.Value).Select(o =>
            each.With(c => c.Clauses = new Dictionary<string, string>(each.Clauses!, StringComparer.Ordinal) { [clause.Key] = o }))),
        _ => [],
    };

    private static IEnumerable<string> Others<T>(string name)
        where T : struct, Enum => Enum.GetValues<T>().Where(v => !v.Equals(Named<T>(name))).Select(v => v.ToString());
}
