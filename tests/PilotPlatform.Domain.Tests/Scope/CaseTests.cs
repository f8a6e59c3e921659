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

    /// <summary>Every case said the other way round is refused: none of them passes whatever comes out.</summary>
    [Fact]
    public void Decide_CaseThatSaysSomethingElse_IsToldWhatCameOut() =>
        Assert.All(Files.SelectMany(f => f.Cases.Cases.Select(c => (f.Cases, Case: c))), each =>
        {
            var other = new RuleSetCase
            {
                Facts = each.Case.Facts,
                Acts = each.Case.Acts,
                Reach = each.Case.Reach is null ? null : Other<ReachState>(each.Case.Reach),
                Verdict = each.Case.Verdict is null ? null : Other<Verdict>(each.Case.Verdict),
                Because = each.Case.Because is null ? null : each.Case.Because + "甲乙丙",
                Ask = each.Case.Ask is null ? null : [.. each.Case.Ask, "nothing"],
                Clauses = each.Case.Clauses?.ToDictionary(c => c.Key, c => Other<Verdict>(c.Value), StringComparer.Ordinal),
            };
            Assert.NotNull(Run.WhyNot(each.Cases, other));
        });

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

    private static string Other<T>(string name)
        where T : struct, Enum => Enum.GetValues<T>().First(v => !v.Equals(Named<T>(name))).ToString();
}
