using System.Collections.Frozen;
using System.Collections.Immutable;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;
using PilotPlatform.Reporting;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>A picture of the scope is kept as long as nothing that it was made from has moved.</summary>
public sealed class ReachPictureTests
{
    private static readonly ReachPicture Read = new(
        RunningSuite.Programme,
        $"{RunningSuite.Programme}/editions/00d7",
        $"{RunningSuite.Programme}/ruleSets/2026.1",
        3,
        ["dalian"],
        FrozenDictionary<int, ImmutableArray<ReachState>>.Empty,
        FrozenDictionary<int, int>.Empty,
        FrozenDictionary<string, EditionMap>.Empty) { Etag = "as-of-today" };

    /// <summary>An act that ends on a day moves no act, edition or rule set on that day, and changes a cell.</summary>
    [Theory]
    [InlineData("as-of-today", 3, true)]
    [InlineData("as-of-tomorrow", 3, false)]
    [InlineData("as-of-today", 4, false)]
    public void IsOf_WhereCellsOrActsMoved_IsAnother(string etag, long acts, bool isOf) => Assert.Equal(isOf, Read.IsOf(etag, acts, [], []));
}
