using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Catalogue.Structure;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Catalogue.Structure;

/// <summary>Sectors of the tasks.</summary>
public sealed class TaxonomyTests
{
    private static readonly Taxonomy Taxonomy = Shipped.Files.Structure.Sectors;

    private static readonly Sector Health = new("health", "医疗", "Health", ["医院"]);

    [Fact]
    public void Find_EveryTaskOfTheDocument_HasASector() => Assert.Empty(Shipped.Edition.Tasks.Where(t => Taxonomy.Find(t.Text).IsEmpty).Select(t => t.Number));

    [Fact]
    public void Find_EverySectorOfTheTaxonomy_HasTasks() =>
        Assert.Empty(Taxonomy.Sectors.Except(Shipped.Edition.Tasks.SelectMany(t => Taxonomy.Find(t.Text)).Select(m => m.Sector)).Select(s => s.Id));

    [Fact]
    public void Find_EveryMark_CitesWordsOfItsSectorInTheSource() =>
        Assert.All(Shipped.Edition.Tasks.SelectMany(t => Taxonomy.Find(t.Text)), mark =>
        {
            Assert.Equal(mark.Words.Verbatim, Shipped.Document[mark.Words.Span.Start..mark.Words.Span.End]);
            Assert.Contains(FoldedText.Fold(mark.Words.Verbatim), mark.Sector.Keywords.Select(FoldedText.Fold));
        });

    /// <summary>A keyword that stands in no task any more is left over.</summary>
    [Fact]
    public void Keywords_OfTheTaxonomy_AllStandInATask()
    {
        var texts = Shipped.Edition.Tasks.Select(t => FoldedText.Fold(t.Text.Verbatim)).ToList();

        Assert.Empty(Taxonomy.Sectors.SelectMany(s => s.Keywords).Where(k => !texts.Any(t => t.Contains(FoldedText.Fold(k), StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(1, "telecommunications")]
    [InlineData(33, "health", "insurance")]
    [InlineData(39, "capital-markets")]
    [InlineData(63, "land-transport", "shipping", "customs")]
    [InlineData(65, "land-transport", "shipping", "vehicles")]
    [InlineData(129, "legal")]
    [InlineData(131, "labour")]
    public void Find_TaskOfTheDocument_HasTheseSectors(int task, params string[] sectors) =>
        Assert.Equal(sectors, Taxonomy.Find(Shipped.Edition.Tasks[task - 1].Text).Select(m => m.Sector.Id));

    [Fact]
    public void Find_AssignmentByHand_HoldsForThatTextOnly()
    {
        var text = Whole("支持设立门诊部");
        var taxonomy = Taxonomy.Of([Health], [new SectorAssignment("health", ContentHash.Of(text), "门诊部")]).Value;

        Assert.Equal(["门诊部"], taxonomy.Find(text).Select(m => m.Words.Verbatim));
        Assert.Empty(taxonomy.Find(Whole("支持设立门诊部。")));
    }

    [Fact]
    public void Of_DataThatCannotBeMeant_IsRefused()
    {
        Assert.False(Taxonomy.Of([Health, Health], []).IsOk);
        Assert.False(Taxonomy.Of([Health with { Keywords = [" "] }], []).IsOk);
        Assert.False(Taxonomy.Of([Health with { Id = "Health Care" }], []).IsOk);
        Assert.False(Taxonomy.Of([Health], [new SectorAssignment("legal", "", "律师")]).IsOk);
    }

    private static Passage Whole(string text) => new(new Span(0, text.Length), 1, 1, text);
}
