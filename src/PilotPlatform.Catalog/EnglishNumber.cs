using System.Globalization;
using System.Text.RegularExpressions;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Catalog;

/// <summary>Numbers at the head of translations: <c>IX.</c> for 九、 and <c>(9)</c> for （九）.</summary>
internal static partial class EnglishNumber
{
    private static readonly (int Value, string Letters)[] Roman = [(90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];

    /// <summary>The translation with the number that a passage has now.</summary>
    public static string Replace(string english, Passage passage) => NumberedPassage.NumberOf(passage) is var number and > 0
        ? Number().Replace(english, found => found.Value[0] == '(' ? string.Create(CultureInfo.InvariantCulture, $"({number})") : RomanOf(number) + ".", 1)
        : english;

    /// <summary>Up to 99, which is as far as headings are numbered.</summary>
    private static string RomanOf(int number)
    {
        var letters = "";
        foreach (var (value, sign) in Roman)
            for (; number >= value; number -= value)
                letters += sign;
        return letters;
    }

    [GeneratedRegex(@"^(?:[IVXLC]+\.|\([0-9]+\))", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
