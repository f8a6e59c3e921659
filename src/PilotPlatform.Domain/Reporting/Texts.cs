namespace PilotPlatform.Domain.Reporting;

/// <summary>Texts that people write: what they may hold.</summary>
public static class Texts
{
    /// <summary>Characters that a note, a reason or an answer may have.</summary>
    public const int MostOfANote = 2000;

    private const int MostOfATitle = 200;

    public static Result<string> Required(string field, string text) =>
        Violations(field, text, MostOfANote).FirstOrDefault() is { } violation ? Fault.Invalid(violation.Subject, violation.Problem) : text;

    public static Result<string> Optional(string field, string text) => text.Length == 0 ? "" : Required(field, text);

    /// <summary>A text of 1 to 200 characters that says what something is.</summary>
    public static Result<string> Title(string field, string text) =>
        OfALine(field, text, MostOfATitle).FirstOrDefault() is { } violation ? Fault.Invalid(violation.Subject, violation.Problem) : text;

    /// <summary>What is wrong with a text that stands on a line, as names and titles do.</summary>
    internal static IEnumerable<Violation> OfALine(string field, string text, int most) =>
        text.AsSpan().ContainsAny('\n', '\r', '\t') && !string.IsNullOrWhiteSpace(text) ? [new Violation(field, "must be a single line")] : Violations(field, text, most);

    internal static IEnumerable<Violation> Violations(string field, string text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
            yield return new Violation(field, "must not be empty");
        else if (text.Length > most)
            yield return new Violation(field, $"{text.Length} characters are more than {most}");
        else if (text.Any(c => (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || IsTurning(c)) || text.Contains('\ufffd', StringComparison.Ordinal))
            yield return new Violation(field, "holds control characters or damaged ones");
    }

    /// <summary>Whether a character turns the direction of what follows, so that it reads as another text than it is.</summary>
    private static bool IsTurning(char c) => c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
