using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue;

/// <summary>Passages with a number at their head, as headings and chapters (一、) and directions （一） have. It is their place, and none of their words.</summary>
public static class NumberedPassage
{
    /// <summary>The number; 0 if there is none.</summary>
    public static int NumberOf(Passage passage) => Math.Max(Statements.NumberOf(passage, Statements.Heading), Statements.NumberOf(passage, Statements.Direction));

    /// <summary>The normalised words without it.</summary>
    public static string WordsOf(Passage passage)
    {
        var number = Statements.Heading.Match(passage.Normalized) is { Success: true } heading ? heading : Statements.Direction.Match(passage.Normalized);
        return passage.Normalized[number.Length..].TrimStart();
    }
}
