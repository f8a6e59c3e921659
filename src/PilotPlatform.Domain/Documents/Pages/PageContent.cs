using System.Collections.Immutable;

namespace PilotPlatform.Domain.Documents.Pages;

/// <summary>A character where a page shows it; lengths in points, from the lower left corner of the page.</summary>
public readonly record struct Glyph(string Text, double Left, double Right, double Baseline, double Size)
{
    public double Middle => (Left + Right) / 2;
}

/// <summary>A ruled line of a page, level or upright.</summary>
/// <param name="At">Its height if level, its distance from the left edge if upright.</param>
/// <param name="From">Where it begins along its direction.</param>
/// <param name="To">Where it ends.</param>
public readonly record struct Rule(double At, double From, double To)
{
    public bool Covers(double place) => From - Tolerance <= place && place <= To + Tolerance;

    /// <summary>How far apart two ends may lie that are drawn as one.</summary>
    public const double Tolerance = 2;
}

/// <summary>What a page shows.</summary>
public sealed record PageContent(
    int Number, double Height, ImmutableArray<Glyph> Glyphs, ImmutableArray<Rule> LevelRules, ImmutableArray<Rule> UprightRules);

/// <summary>A line of text on a page.</summary>
public sealed record TextLine(string Text, double Left, double Right, double Baseline, double Size);

/// <summary>A line with its characters.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Shown">Its characters from the left, blank ones left out; one at least.</param>
/// <param name="All">Its characters, blank ones too.</param>
internal sealed record GlyphLine(TextLine Text, ImmutableArray<Glyph> Shown, ImmutableArray<Glyph> All)
{
    public string Squeezed => string.Concat(Shown.Select(g => g.Text));

    public bool Crosses(double place) => Shown.Any(g => g.Left < place && place < g.Right);
}
