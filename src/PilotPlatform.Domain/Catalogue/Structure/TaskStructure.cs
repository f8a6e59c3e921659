using System.Collections.Immutable;

namespace PilotPlatform.Domain.Catalogue.Structure;

/// <summary>Forms in which a scope is written.</summary>
public enum ScopeForm
{
    /// <summary><c>*</c> and nothing else.</summary>
    National,

    /// <summary><c>*</c> with a remark in brackets.</summary>
    NationalWithRemark,

    /// <summary>Cities by name.</summary>
    NamedCities,

    /// <summary>Neither: a condition in words.</summary>
    Conditional,
}

/// <summary>What the data of a programme finds in the text of a task; nothing of it stands in the table.</summary>
public sealed record TaskStructure(
    ScopeForm Form, ImmutableArray<ForceMark> Forces, ImmutableArray<PlaceMention> Places, ImmutableArray<SectorMark> Sectors);

/// <summary>The verbs, places and sectors by which texts are read.</summary>
public sealed record StructureRules(PolicyLexicon Verbs, PlaceFinder Places, Taxonomy Sectors)
{
    public TaskStructure Of(PilotTask task) => new(FormOf(task), Verbs.Find(task.Text), Places.Find(task.Text), Sectors.Find(task.Text));

    private static ScopeForm FormOf(PilotTask task) => task.Group switch
    {
        ScopeGroup.National => task.Scope.Normalized == "*" ? ScopeForm.National : ScopeForm.NationalWithRemark,
        ScopeGroup.NamedCities => ScopeForm.NamedCities,
        _ => ScopeForm.Conditional,
    };
}
