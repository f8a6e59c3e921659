using System.Text.RegularExpressions;

namespace PilotPlatform.Conventions.Tests;

/// <summary>The words that a name in Pascal case consists of.</summary>
internal static class Words
{
    private static readonly Regex Word = new("[A-Z]+(?![a-z])|[A-Z][a-z]*|[0-9]+|[a-z]+", RegexOptions.None, TimeSpan.FromSeconds(1));

    public static IEnumerable<string> Of(string name) => Word.Matches(name).Select(m => m.Value);

    public static string UpperSnake(string name) => string.Join('_', Of(name)).ToUpperInvariant();
}
