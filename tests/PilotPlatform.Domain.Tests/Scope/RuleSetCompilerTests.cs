using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>A rule set reads every scope by exactly one of its forms, or is refused as a whole.</summary>
public sealed class RuleSetCompilerTests
{
    private static readonly ScopeForm National = new("national", @"^\*$", null, [], []);
    private static readonly ScopeForm Named = new("named-cities", "^(?<cities>[^*（），。]{2,4}(、[^*（），。、]{2,4})*)$", "cities", [], []);

    [Fact]
    public void Compile_TheShippedRuleSet_ReadsEveryTask() =>
        Assert.Equal(Enumerable.Range(1, 159), Shipped.Rules.Rules.Select(r => r.Number));

    [Theory]
    [InlineData("全国")]
    [InlineData("*（上海除外）")]
    [InlineData("* (江海联运事项)")]
    [InlineData("大连，厦门")]
    [InlineData("**")]
    [InlineData("在符合条件的城市开展")]
    [InlineData("大连、")]
    public void Compile_ScopeThatNoFormKnows_IsRefusedWithItsLine(string scope)
    {
        var edition = Shipped.Read(Shipped.Changed("13\t加强海缆领域国际合作。\t大连", $"13\t加强海缆领域国际合作。\t{scope}")).Value;

        var fault = RuleSetCompiler.Compile(Shipped.RuleSet, Shipped.SourceOf(edition)).Fault!;

        var violation = Assert.Single(fault.Violations);
        Assert.Equal($"task 13, line {Shipped.Edition.Tasks[12].Scope.StartLine}", violation.Subject);
        Assert.Contains(scope, violation.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_ScopeOfACityOutsideTheProgramme_IsRefusedWithItsName()
    {
        var edition = Shipped.Read(Shipped.Changed("13\t加强海缆领域国际合作。\t大连", "13\t加强海缆领域国际合作。\t大连、济南")).Value;

        var violation = Assert.Single(RuleSetCompiler.Compile(Shipped.RuleSet, Shipped.SourceOf(edition)).Fault!.Violations);

        Assert.Contains("'济南' is not a city of the programme", violation.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("^(")]
    [InlineData("[z-a]")]
    [InlineData(@"^(?<a>大连)\k<a>$")]
    [InlineData("^(?=大连).*$")]
    public void Compile_BrokenPattern_IsRefusedWithItsForm(string pattern)
    {
        var fault = Compile([new("broken", pattern, null, [], [])], "*").Fault!;

        Assert.Equal(FaultReason.RuleSetRefused, fault.Reason);
        Assert.Equal("broken", Assert.Single(fault.Violations).Subject);
    }

    [Fact]
    public void Compile_PatternWithoutItsGroupOfCities_IsRefused() =>
        Assert.Contains("no group 'cities'", Problem([National with { Cities = "cities" }], "*"), StringComparison.Ordinal);

    [Fact]
    public void Compile_ScopeThatTwoFormsRead_IsRefusedWithBoth() =>
        Assert.Contains("national, anything", Problem([National, new("anything", "^.*$", null, [], [])], "*"), StringComparison.Ordinal);

    [Fact]
    public void Compile_PatternThatMatchesAPartOnly_DoesNotReadTheScope() =>
        Assert.Contains("in a form that no rule knows", Problem([new("part", "大连", null, [], [])], "大连、厦门"), StringComparison.Ordinal);

    [Fact]
    public void Compile_ActWhoseWordsDoNotStandInTheScope_IsRefused()
    {
        var act = new ActRule(ActKind.Willingness, Shared: false, Settler.City, "有意愿", new Bilingual("是否有意愿", "is it willing?"));

        Assert.Contains("'有意愿' do not stand", Problem([National with { Acts = [act] }], "*"), StringComparison.Ordinal);
        Assert.Contains("'有意愿' do not stand", Problem([National with { Clauses = [new ClauseRule("clause", act)] }], "*"), StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_SeveralScopesUnread_NamesEachOfThem() => Assert.Equal(2, Compile([National], "大连", "*", "厦门").Fault!.Violations.Length);

    [Fact]
    public void Compile_DocumentWithoutANote_IsRefused() =>
        Assert.Equal("note", Assert.Single(RuleSetCompiler.Compile(Shipped.RuleSet, Shipped.Source with { Note = null }).Fault!.Violations).Subject);

    /// <summary>A number that stands twice is a refusal like any other, not an exception.</summary>
    [Fact]
    public void Compile_TaskNumberThatRepeats_IsRefused()
    {
        var task = Shipped.Source.Tasks[0];

        Assert.False(RuleSetCompiler.Compile(new RuleSet("1", [National]), Shipped.Source with { Tasks = [task, task] }).IsOk);
    }

    [Fact]
    public void Compile_CitiesByTheirFullNames_AreReadToo() =>
        Assert.Equal(["dalian", "xiamen"], Cities(Compile([Named], "大连市、厦门").Value.Rules[0]));

    [Fact]
    public void Compile_DocumentWithoutTasks_HasNoRules() => Assert.Empty(Compile([National]).Value.Rules);

    private static Result<CompiledRuleSet> Compile(ImmutableArray<ScopeForm> forms, params string[] scopes) => RuleSetCompiler.Compile(
        new RuleSet("test", forms),
        Shipped.Source with { Tasks = [.. scopes.Select((scope, i) => new ScopeTask(i + 1, Passage(scope), Passage("正文")))] });

    private static string Problem(ImmutableArray<ScopeForm> forms, string scope) => Assert.Single(Compile(forms, scope).Fault!.Violations).Problem;

    private static Passage Passage(string words) => new(new Span(0, words.Length), 1, 1, words);

    private static ImmutableArray<string> Cities(TaskRule rule) =>
        Assert.IsType<Condition.CityIn>(Assert.IsType<Condition.AllOf>(rule.Reach).Conditions[0]).Cities;
}
