using System.Text;

namespace PilotPlatform.Domain.Documents;

/// <summary>
/// Fonts draw many characters and their radicals by one glyph, and a PDF then says the radical (⼤, ⻔) where a writer wrote the
/// character (大, 门). Folds radicals into the characters that Unicode calls equivalent to them.
/// </summary>
public static class Radicals
{
    /// <summary>
    /// Radicals without a compatibility mapping, and beneath each its unified ideograph (EquivalentUnifiedIdeograph of Unicode); the last
    /// three have one, to a form that simplified Chinese does not write.
    /// </summary>
    private const string Supplement = "⺁⺎⺝⺠⺼⻁⻃⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⼾⾭⿈";
    private const string Unified = "厂兀月民肉虎覀西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀户青黄";

    public static string Fold(string text)
    {
        if (!text.Any(IsRadical))
            return text;

        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
            folded.Append(IsRadical(character) ? Fold(character) : character.ToString());
        return folded.ToString();
    }

    private static bool IsRadical(char character) => character is >= '\u2e80' and <= '\u2fd5';

    private static string Fold(char radical)
    {
        var at = Supplement.IndexOf(radical, StringComparison.Ordinal);
        return at >= 0 ? Unified[at].ToString() : radical.ToString().Normalize(NormalizationForm.FormKC);
    }
}
