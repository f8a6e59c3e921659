using System.Text;

namespace PilotPlatform.Domain.Documents;

/// <summary>
/// The normalised form of Chinese text: full-width punctuation, half-width letters and digits, no white space beside Chinese
/// characters, no escapes of the extraction. Idempotent.
/// </summary>
public static class TextForm
{
    private const string Ascii = ",;:?!()";
    private const string FullWidth = "，；：？！（）";

    public static string Normalize(string text)
    {
        var folded = Fold(text);
        if (!folded.Any(IsChinese))
            return folded;

        var result = new StringBuilder(folded.Length);
        for (var i = 0; i < folded.Length; i++)
        {
            var before = i > 0 ? folded[i - 1] : '\0';
            var after = i + 1 < folded.Length ? folded[i + 1] : '\0';
            var at = Ascii.IndexOf(folded[i], StringComparison.Ordinal);
            if (folded[i] == ' ' && (!IsAsciiWord(before) || !IsAsciiWord(after)))
                continue;
            result.Append(at >= 0 && !(IsAsciiWord(before) && IsAsciiWord(after)) ? FullWidth[at] : folded[i]);
        }

        return result.ToString();
    }

    /// <summary>True for Chinese characters, which the document's words are made of.</summary>
    public static bool IsChinese(char character) => character is >= '\u3400' and <= '\u9fff' or >= '\uf900' and <= '\ufaff' or '\u3007';

    /// <summary>The full-width form of a punctuation mark; any other character as it is.</summary>
    public static char FullWidthOf(char character) =>
        Ascii.IndexOf(character, StringComparison.Ordinal) is var at and >= 0 ? FullWidth[at] : character;

    private static bool IsAsciiWord(char character) => char.IsAsciiLetterOrDigit(character);

    /// <summary>Runs of white space become one space, full-width letters and digits half-width, and backslashes go.</summary>
    private static string Fold(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                if (result.Length > 0 && result[^1] != ' ')
                    result.Append(' ');
            }
            else if (text[i] != '\\')
            {
                var half = (char)(text[i] - 0xfee0);
                result.Append(text[i] is >= '\uff01' and <= '\uff5e' && char.IsAsciiLetterOrDigit(half) ? half : text[i]);
            }
        }

        return result.ToString().TrimEnd();
    }
}
