using PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Domain.Tests.Catalogue;

/// <summary>The forms of scopes: each scope of the document has one, and a scope without one is named with its line.</summary>
public sealed class ScopeGrammarTests
{
    private static readonly ScopeGrammar Scopes = Shipped.Files.Scopes;

    [Fact]
    public void Unread_OfTheDocument_IsNothing() => Assert.Empty(Scopes.Unread(Shipped.Edition, Shipped.Files.Gazetteer));

    [Theory]
    [InlineData("全国范围适用", "is in a form that no rule knows")]
    [InlineData("* (另行规定)", "is in a form that no rule knows")]
    [InlineData("大连、乌有", "names '乌有'")]
    public void Unread_ScopeOfNoForm_IsNamedWithItsLine(string scope, string problem)
    {
        var row = "13\t加强海缆领域国际合作。\t大连";
        var document = Shipped.Changed(row, $"13\t加强海缆领域国际合作。\t{scope}");
        var line = Shipped.Document[..Shipped.Document.IndexOf(row, StringComparison.Ordinal)].Count(c => c == '\n') + 1;

        var violation = Assert.Single(Scopes.Unread(Shipped.Read(document).Value, Shipped.Files.Gazetteer));

        Assert.Equal($"line {line}", violation.Subject);
        Assert.Contains(problem, violation.Problem, StringComparison.Ordinal);
    }

    /// <summary>The catalogue's look at the forms is the rules' decision, as far as it goes: all 1431 cells.</summary>
    [Fact]
    public void Cells_OfEveryTaskAndCity_AgreeWithTheReachOfTheRules() =>
        Assert.All(Shipped.Edition.Tasks, task => Assert.Equal(
            Shipped.Edition.Cities.Select(c => Shipped.Reach(task.Number, c.Place.Id).State switch
            {
                Domain.Scope.ReachState.Applies => ScopeCell.Covered,
                Domain.Scope.ReachState.DoesNotApply => ScopeCell.Outside,
                _ => ScopeCell.Conditional,
            }),
            Scopes.Cells(task, Shipped.Edition)));

    [Theory]
    [InlineData("(", null)]
    [InlineData("^(?<x>a)\\1$", null)]
    [InlineData("^a$", "cities")]
    public void Of_PatternThatCannotBeUsed_IsRefused(string pattern, string? cities) =>
        Assert.Contains("'bad'", ScopeGrammar.Of([new ScopeShape("bad", pattern, cities, Conditional: false)]).Fault?.Message, StringComparison.Ordinal);

    [Fact]
    public void Of_NoForms_IsRefused() => Assert.NotNull(ScopeGrammar.Of([]).Fault);
}
