using System.Globalization;
using System.Text.RegularExpressions;

namespace PilotPlatform.Services.Tests;

/// <summary>Another document than the shipped one, true to itself.</summary>
internal static class OtherDocument
{
    /// <summary>A list of nine cities, one of which is another than in the shipped one.</summary>
    public static string WithChengduForXian(string document) => document
        .Replace("西安", "成都", StringComparison.Ordinal).Replace("、陕\n\n西省人民政府", "、四川省人民政府", StringComparison.Ordinal);

    /// <summary>A list of eight cities and fourteen chapters, with the tasks of the ninth city and the last chapter left out and all numbers made to fit.</summary>
    public static string WithoutDalianAndAChapter(string document)
    {
        var (last, note) = (document.IndexOf("<b>十五、", StringComparison.Ordinal), document.IndexOf("\n注：", StringComparison.Ordinal));
        var lines = (document[..last] + document[note..]).Split('\n')
            .Where(line => !line.EndsWith("\t大连", StringComparison.Ordinal) && !line.StartsWith("(一)支持大连市", StringComparison.Ordinal));
        var text = new[]
        {
            ("大连等 9 城市", "宁波等 8 城市"), ("等 9 个城市", "等 8 个城市"), ("等9个", "等8个"), ("大连市、", ""), ("(大连、宁波", "(宁波"), ("(面向大连、宁波", "(面向宁波"), ("大连、厦门\n", "厦门\n"),
            ("辽宁省、", ""), ("103 项", "95 项"),
        }.Aggregate(string.Join('\n', lines), (changed, pair) => changed.Replace(pair.Item1, pair.Item2, StringComparison.Ordinal));
        foreach (var (numeral, i) in "二三四五六七八九".Select((c, i) => (c, i)))
            text = text.Replace($"({numeral})支持", $"({"一二三四五六七八"[i]})支持", StringComparison.Ordinal);
        var number = 0;
        return Regex.Replace(text, "^[0-9]+\t", _ => string.Create(CultureInfo.InvariantCulture, $"{++number}\t"), RegexOptions.Multiline, TimeSpan.FromSeconds(5));
    }
}
