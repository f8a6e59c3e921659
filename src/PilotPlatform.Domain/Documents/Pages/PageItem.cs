using System.Collections.Immutable;

namespace PilotPlatform.Domain.Documents.Pages;

/// <summary>What stands on a page, from the top.</summary>
internal abstract record PageItem
{
    private PageItem()
    {
    }

    /// <summary>A line outside tables.</summary>
    public sealed record Line(TextLine Text) : PageItem;

    /// <summary>A row of a table, or the part of it that is on this page.</summary>
    public sealed record Row(ImmutableArray<string> Cells) : PageItem;
}
