using System.Globalization;

namespace PilotPlatform.Domain.Catalogue;

/// <summary>Keys of the passages outside the table of tasks, the same in every edition that has them.</summary>
public static class PassageKey
{
    public const string Title = "title";
    public const string Preamble = "preamble";
    public const string AnnexTitle = "annex/title";
    public const string Note = "note";

    public static string Section(int number) => Numbered("sections", number);

    /// <param name="section">Number of the section.</param>
    /// <param name="paragraph">Number of the paragraph in it, from 1.</param>
    public static string Paragraph(int section, int paragraph) => $"{Section(section)}/{Numbered("paragraphs", paragraph)}";

    public static string Chapter(int number) => Numbered("chapters", number);

    private static string Numbered(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}/{number}");
}
