namespace PilotPlatform.Domain.Documents;

/// <summary>Chinese numerals of headings, 一 to 九十九.</summary>
public static class ChineseNumeral
{
    private const string Digits = "一二三四五六七八九";

    /// <summary>The number that a numeral says; 0 if it is none.</summary>
    public static int Parse(string numeral) => numeral.Split('十') switch
    {
        [var ones] => Digit(ones),
        [var tens, var ones] when Fits(tens) && Fits(ones) => (tens.Length == 0 ? 1 : Digit(tens)) * 10 + Digit(ones),
        _ => 0,
    };

    private static bool Fits(string part) => part.Length == 0 || Digit(part) > 0;

    private static int Digit(string text) => text.Length == 1 ? Digits.IndexOf(text[0], StringComparison.Ordinal) + 1 : 0;
}
