using CsCheck;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Documents;

/// <summary>Numerals of headings and counts: every one from 一 to 九千九百九十九, and nothing else.</summary>
public sealed class ChineseNumeralTests
{
    private static readonly string[] Written = [.. Enumerable.Range(1, 99).Select(Write)];

    [Fact]
    public void Parse_EveryNumeralToNinetyNine_GivesItsNumber() =>
        Assert.Equal(Enumerable.Range(1, 99), Written.Select(ChineseNumeral.Parse));

    [Fact]
    public void Parse_EveryNumberAsItIsWritten_GivesIt() =>
        Assert.All(Enumerable.Range(1, ChineseNumeral.Most), number => Assert.Equal(number, ChineseNumeral.Parse(ChineseNumeral.Write(number))));

    [Theory]
    [InlineData("一", 1)]
    [InlineData("十", 10)]
    [InlineData("十一", 11)]
    [InlineData("十五", 15)]
    [InlineData("二十", 20)]
    [InlineData("九十九", 99)]
    [InlineData("一百", 100)]
    [InlineData("一百零三", 103)]
    [InlineData("一百〇三", 103)]
    [InlineData("一百一十", 110)]
    [InlineData("一百五十九", 159)]
    [InlineData("一千零一十", 1010)]
    [InlineData("二千零五", 2005)]
    public void Parse_KnownNumeral_GivesItsNumber(string numeral, int number) => Assert.Equal(number, ChineseNumeral.Parse(numeral));

    [Fact]
    public void ParseDigits_EveryNumberAsItIsWritten_GivesItFromTen() =>
        Assert.All(Enumerable.Range(1, ChineseNumeral.Most), number => Assert.Equal(number < 10 ? 0 : number, ChineseNumeral.ParseDigits(ChineseNumeral.WriteDigits(number))));

    [Theory]
    [InlineData("")]
    [InlineData("〇一")]
    [InlineData("十一")]
    [InlineData("一〇〇〇〇")]
    public void ParseDigits_NoDigits_GivesZero(string text) => Assert.Equal(0, ChineseNumeral.ParseDigits(text));

    [Theory]
    [InlineData("")]
    [InlineData("零")]
    [InlineData("两")]
    [InlineData("一一")]
    [InlineData("十十")]
    [InlineData("一十一十")]
    [InlineData("一百三")]
    [InlineData("一百零")]
    [InlineData("零三")]
    [InlineData("一百零零三")]
    [InlineData("百")]
    [InlineData("一万")]
    [InlineData("1")]
    [InlineData("二十 一")]
    [InlineData("十、")]
    [InlineData("二三十")]
    [InlineData("十二三")]
    public void Parse_NoNumeral_GivesZero(string text) => Assert.Equal(0, ChineseNumeral.Parse(text));

    /// <summary>一十 to 一十九 are read too, as they are said; nothing else that was not written is a number.</summary>
    [Fact]
    public void Parse_AnyRunOfNumerals_IsNumberOnlyIfWritten() =>
        Gen.Char["一二三四五六七八九十百零廿"].Array[0, 5].Select(c => new string(c)).Sample(text =>
            ChineseNumeral.Parse(text) is var number
            && (number == 0 ? !Written.Contains(text) : text == ChineseNumeral.Write(number) || text == $"一{ChineseNumeral.Write(number)}"));

    private static string Write(int number)
    {
        const string digits = "一二三四五六七八九";
        var tens = (number / 10) switch { 0 => "", 1 => "十", var many => $"{digits[many - 1]}十" };
        return number % 10 == 0 ? tens : $"{tens}{digits[(number % 10) - 1]}";
    }
}
