using System.Text;

namespace PilotPlatform.Domain.Documents;

/// <summary>
/// Fonts draw characters that look alike by one glyph, and a PDF then says the radical (⼤, ⻔) or the rarer mark (―) where a writer
/// wrote the character (大, 门) or the usual mark (—). Folds them into what a writer writes.
/// </summary>
public static class GlyphForms
{
    /// <summary>
    /// Radicals without a compatibility mapping, and beneath each its unified ideograph (EquivalentUnifiedIdeograph of Unicode); three
    /// that have one to a form that simplified Chinese does not write; and marks that fonts do not tell apart.
    /// </summary>
    private const string Drawn = "⺁⺎⺝⺠⺼⻁⻃⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⼾⾭⿈―⋯";
    private const string Written = "厂兀月民肉虎覀西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀户青黄—…";

    public static string Fold(string text)
    {
        if (!text.Any(c => IsRadical(c) || Drawn.Contains(c, StringComparison.Ordinal)))
            return text;

        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
            folded.Append(Fold(character));
        return folded.ToString();
    }

    private static string Fold(char character)
    {
        var at = Drawn.IndexOf(character, StringComparison.Ordinal);
        if (at >= 0)
            return Written[at].ToString();
        return IsRadical(character) ? character.ToString().Normalize(NormalizationForm.FormKC) : character.ToString();
    }

    private static bool IsRadical(char character) => character is >= '\u2e80' and <= '\u2fd5';
}
