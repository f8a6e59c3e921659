using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PilotPlatform.Domain.Documents.Pages;

/// <summary>Page numbers and running heads, which are no words of the document.</summary>
internal sealed partial class Furniture
{
    /// <summary>Share of the page above and below in which page numbers and running heads stand.</summary>
    private const double Margin = 0.1;

    /// <summary>On so many pages a line has to stand at the same place to be a running head.</summary>
    private const int Repeats = 3;

    private readonly ImmutableHashSet<(string Words, int Height)> heads;

    public Furniture(IEnumerable<(PageContent Page, ImmutableArray<TextLine> Lines)> pages) => heads =
    [
        .. pages.SelectMany(p => p.Lines.Where(l => IsInMargin(p.Page, l)).Select(Head).Distinct()).CountBy(head => head)
            .Where(c => c.Value >= Repeats).Select(c => c.Key),
    ];

    /// <summary>A sentence is none, on however many pages it stands.</summary>
    public bool Holds(PageContent page, TextLine line) =>
        IsInMargin(page, line) && (PageNumber().IsMatch(line.Text) || (heads.Contains(Head(line)) && !line.Text.Contains('。', StringComparison.Ordinal)));

    private static bool IsInMargin(PageContent page, TextLine line) =>
        line.Baseline < page.Height * Margin || line.Baseline > page.Height * (1 - Margin);

    /// <summary>A line without its digits, at its height to the point.</summary>
    private static (string Words, int Height) Head(TextLine line) =>
        (string.Concat(line.Text.Where(c => !char.IsDigit(c) && !char.IsWhiteSpace(c))), (int)Math.Round(line.Baseline));

    [GeneratedRegex(@"^[\s\-—–―·•/第页]*[0-9]{1,4}[\s\-—–―·•/第页]*([0-9]{1,4}\s*页?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PageNumber();
}
