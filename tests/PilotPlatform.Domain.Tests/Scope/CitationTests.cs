using System.Collections.Immutable;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>Whatever is said about a scope rests on words of the document, at their offset.</summary>
public sealed class CitationTests
{
    private static readonly ImmutableArray<ScopeCity> Cities = [.. Shipped.Source.Cities, Shipped.City("beijing"), Shipped.City("suzhou-anhui")];

    private static readonly ImmutableArray<ActBook> Books = [ActBook.Empty, .. ActBooks.All];

    [Fact]
    public void Citations_EveryCellWithAndWithoutActs_StandInTheDocument() =>
        Assert.All(Answers(), reach =>
        {
            Assert.NotEmpty(reach.Citations);
            Assert.All(reach.Citations.Concat(reach.Pending.Select(p => p.Citation)), StandsInTheDocument);
        });

    [Fact]
    public void Reason_EveryCellWithAndWithoutActs_QuotesTheScopeOrSaysWhereItStands() =>
        Assert.All(Answers(), reach =>
        {
            Assert.EndsWith("。", reach.Reason.Chinese, StringComparison.Ordinal);
            Assert.Contains(reach.Reason.English[^1], ".?");
            Assert.Contains(reach.Citations, c => c.Part == CitedPart.Note || reach.Reason.Chinese.Contains(c.Words.Verbatim, StringComparison.Ordinal));
        });

    [Fact]
    public void Citations_OfEveryCell_HoldTheScopeOfTheTask() =>
        Assert.All(Shipped.Rules.Rules, rule => Assert.All(Cities, city =>
            Assert.Contains(rule.Scope, Shipped.Rules.Reach(rule, city, ActBook.Empty).Citations)));

    [Fact]
    public void Citations_OfClauses_StandInTheDocument() =>
        Assert.All(Shipped.Rules.Rules.SelectMany(r => r.Clauses), clause => StandsInTheDocument(clause.Citation));

    [Fact]
    public void Citations_OfEveryConditionAndReason_StandInTheirTask() =>
        Assert.All(Shipped.Rules.Rules, rule =>
        {
            var task = Shipped.Source.Tasks[rule.Index];
            var citations = rule.Clauses.SelectMany(c => c.Condition.Leaves()).Select(l => l.Words!)
                .Concat(rule.Clauses.Select(c => c.Citation)).Concat(rule.NoCondition.Select(n => n.Citation));
            Assert.All(citations, citation =>
            {
                StandsInTheDocument(citation);
                var part = citation.Part switch { CitedPart.Text => task.Text, CitedPart.Scope => task.Scope, _ => Shipped.Edition.Note! };
                Assert.True(part.Span.Start <= citation.Words.Span.Start && citation.Words.Span.End <= part.Span.End);
            });
        });

    [Fact]
    public void Citations_OfDecisionsOfEveryCell_StandInTheDocument() =>
        Assert.All(Shipped.Rules.Rules, rule => Assert.All(Cities, city =>
        {
            var decision = Shipped.Rules.Decide(rule, city, ActBook.Empty);
            Assert.All(decision.Because.Concat(decision.Missing.SelectMany(m => m.Citations)), StandsInTheDocument);
            Assert.NotEmpty(decision.Because.Concat(decision.Reach.Citations));
        }));

    /// <summary>The note speaks of tasks that bear the mark: it grants nothing to one that does not.</summary>
    [Theory]
    [InlineData(47)]
    [InlineData(127)]
    [InlineData(148)]
    public void Reach_NewTaskInACityFoundToQualify_DoesNotRestOnTheNote(int task)
    {
        var reach = Shipped.Reach(task, "hefei", ActBooks.Of((ActKind.Qualification, task, "hefei")));

        Assert.Equal(ReachState.Applies, reach.State);
        Assert.DoesNotContain(reach.Citations, c => c.Part == CitedPart.Note);
        Assert.DoesNotContain("全域", reach.Reason.Chinese, StringComparison.Ordinal);
    }

    /// <summary>Where an act has settled a scope, the reason cites the words that asked for the act.</summary>
    [Theory]
    [InlineData(24, "统筹研究")]
    [InlineData(147, "论证后")]
    [InlineData(151, "有意愿")]
    [InlineData(148, "符合条件")]
    public void Reach_ScopeSettledByActs_CitesTheWordsThatAskedForThem(int task, string words)
    {
        var reach = Shipped.Reach(task, "hefei", ActBooks.Everything(task, "hefei"));

        Assert.Equal(ReachState.Applies, reach.State);
        Assert.Contains(reach.Citations, c => c.Part == CitedPart.Scope && c.Words.Verbatim == words);
    }

    private static IEnumerable<Reach> Answers() =>
        Books.SelectMany(acts => Shipped.Rules.Rules.SelectMany(rule => Cities.Select(city => Shipped.Rules.Reach(rule, city, acts))));

    private static void StandsInTheDocument(Citation citation)
    {
        var words = citation.Words;
        Assert.NotEmpty(words.Verbatim);
        Assert.Equal(words.Verbatim, Shipped.Document[words.Span.Start..words.Span.End]);
        Assert.Equal(Shipped.Document[..words.Span.Start].Count(c => c == '\n') + 1, words.StartLine);
    }
}
