using System.Text;

namespace PilotPlatform.Domain.Documents;

/// <summary>Chinese numerals of headings and counts, 一 to 九千九百九十九.</summary>
public static class ChineseNumeral
{
    /// <summary>The largest number that is read or written.</summary>
    public const int Most = 9999;

    private const int Longest = 8;
    private const string Digits = "零一二三四五六七八九";
    private const string Places = "〇一二三四五六七八九";

    private static readonly (char Unit, int Value)[] Units = [('千', 1000), ('百', 100), ('十', 10)];

    /// <summary>The number that a numeral says, written as <see cref="Write"/> does, 〇 for 零 and 一十 for 十 at its head being let pass; 0 if it is none.</summary>
    public static int Parse(string numeral)
    {
        var written = numeral.Replace('〇', Digits[0]);
        if (written.StartsWith("一十", StringComparison.Ordinal))
            written = written[1..];
        if (written.Length > Longest)
            return 0;
        var (all, digit) = (0, 0);
        foreach (var character in written)
        {
            if (Units.FirstOrDefault(u => u.Unit == character).Value is var unit and > 0)
                (all, digit) = (all + (Math.Max(digit, 1) * unit), 0);
            else
                digit = Digits.IndexOf(character, StringComparison.Ordinal);
        }

        return all + digit is var number and > 0 and <= Most && Write(number) == written ? number : 0;
    }

    /// <summary>The number that digits in a row say (一〇 for 10), as headings may be numbered; 0 if they are none, or only one.</summary>
    public static int ParseDigits(string digits) =>
        digits.Length is > 1 and < 5 && digits.All(c => Places.Contains(c, StringComparison.Ordinal)) && digits[0] != Places[0]
            ? digits.Aggregate(0, (number, digit) => (number * 10) + Places.IndexOf(digit, StringComparison.Ordinal))
            : 0;

    /// <summary>The digits of a number in a row: 一〇 for 10.</summary>
    public static string WriteDigits(int number) => string.Concat(number.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(c => Places[c - '0']));

    /// <summary>The numeral of a number from 1 to <see cref="Most"/>, as headings write it: 十五 and not 一十五.</summary>
    public static string Write(int number)
    {
        var text = new StringBuilder();
        var rest = number;
        foreach (var (unit, value) in Units)
        {
            var digit = rest / value;
            if (digit > 0 && !(value == 10 && digit == 1 && text.Length == 0))
                text.Append(Digits[digit]);
            if (digit > 0)
                text.Append(unit);
            else if (text.Length > 0 && rest > 0 && text[^1] != Digits[0])
                text.Append(Digits[0]);
            rest %= value;
        }

        return rest > 0 ? text.Append(Digits[rest]).ToString() : text.ToString();
    }
}
