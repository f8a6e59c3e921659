using System.Collections.Immutable;
using PilotPlatform.Domain.Catalogue.Structure;

namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>What reports say of a task.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Chapter">Number of its chapter.</param>
/// <param name="Text">Its text.</param>
/// <param name="English">Its translation; empty if there is none.</param>
/// <param name="Force">The force of its first policy verb, under which it is counted once; null if none was recognised.</param>
public sealed record TaskFacts(int Number, int Chapter, string Text, string English, PolicyForce? Force);

/// <summary>A chapter by its heading.</summary>
public sealed record ChapterFacts(int Number, string Title, string English);

/// <summary>A city with the province that guides it.</summary>
public sealed record CityFacts(string Id, string Name, string English, string Province);

public sealed record ProvinceFacts(string Id, string Name, string English);

/// <summary>What reports need of an edition of the catalogue, in the order of the document.</summary>
public sealed record CatalogueFacts(
    ImmutableArray<TaskFacts> Tasks, ImmutableArray<ChapterFacts> Chapters, ImmutableArray<CityFacts> Cities, ImmutableArray<ProvinceFacts> Provinces)
{
    public static readonly CatalogueFacts None = new([], [], [], []);
}
