using System.Collections.Immutable;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>Books of recorded acts to decide by.</summary>
internal static class ActBooks
{
    /// <summary>For each undetermined task a book that settles it in Hefei, and one with everything in it.</summary>
    public static readonly ImmutableArray<ActBook> All =
    [
        .. new[] { 24, 47, 65, 127, 147, 148, 151 }.Select(task => Everything(task, "hefei")),
        Of([.. from task in Enumerable.Range(1, 159) from kind in Enum.GetValues<ActKind>() from city in ScopeColumn.Cities.Select(c => (string?)c.Id).Append(null) select (kind, task, city)]),
    ];

    public static ActBook Of(params ReadOnlySpan<(ActKind Kind, int Task, string? City)> acts) => new([.. acts], acts.Length);

    /// <summary>Every kind of act for a task, of one city and shared by all.</summary>
    public static ActBook Everything(int task, string city) =>
        Of([.. Enum.GetValues<ActKind>().SelectMany(kind => new[] { (kind, task, city), (kind, task, (string?)null) })]);

    public static ActBook With(this ActBook book, ActKind kind, int task, string? city) => new(book.Acts.Add((kind, task, city)), book.Position + 1);
}
