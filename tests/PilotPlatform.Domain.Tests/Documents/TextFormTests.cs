using CsCheck;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Documents;

/// <summary>The normalised form of Chinese text.</summary>
public sealed class TextFormTests
{
    /// <summary>Characters that the rules of the form are about.</summary>
    private static readonly Gen<string> Text = Gen.Char[" \t\r\n\u3000\\,;:?!()（），；：？！aZ09Ａｚ９中国、“”*%—"].Array[0, 30].Select(c => new string(c));

    [Fact]
    public void Normalize_TextOfItsCharacters_IsIdempotent() => Text.Sample(IsIdempotent);

    [Fact]
    public void Normalize_AnyText_IsIdempotent() => Gen.String.Sample(IsIdempotent);

    [Fact]
    public void Normalize_AnyText_LosesNothingButSpaceAndMarkup() =>
        Text.Sample(text => Kept(TextForm.Normalize(text)) == Kept(text));

    [Fact]
    public void Normalize_PassagesOfTheDocument_LeaveNoDefectOfPunctuation()
    {
        var normalised = Shipped.Edition.Passages().Select(p => new SourceText(p.Normalized)).ToArray();
        var defects = normalised.SelectMany(text => DefectFinder.FindIn(text, text.Cut(new Span(0, text.Content.Length))));

        Assert.DoesNotContain(defects, d => d.Kind is DefectKind.AsciiPunctuation or DefectKind.Markup or DefectKind.StraySpace);
    }

    [Theory]
    [InlineData("大连等 9 城市", "大连等9城市")]
    [InlineData("(一)支持大连市,宁波市", "（一）支持大连市，宁波市")]
    [InlineData("标“\\*”的试点任务", "标“*”的试点任务")]
    [InlineData("* (江海联运事项 可结合当地实际)", "*（江海联运事项可结合当地实际）")]
    [InlineData("数字人民币 App 和硬钱包", "数字人民币App和硬钱包")]
    [InlineData("１００ＡＢ项", "100AB项")]
    [InlineData("发\n\n挥", "发挥")]
    [InlineData("3,000 项", "3,000项")]
    [InlineData("free trade 区", "free trade区")]
    [InlineData("no Chinese, so as it is (but one  space)", "no Chinese, so as it is (but one space)")]
    [InlineData("", "")]
    [InlineData(" \t\n", "")]
    public void Normalize_Text_TakesTheForm(string text, string form) => Assert.Equal(form, TextForm.Normalize(text));

    private static bool IsIdempotent(string text)
    {
        var once = TextForm.Normalize(text);
        return TextForm.Normalize(once) == once;
    }

    private static string Kept(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c != '\\').Select(c => c is >= '\uff01' and <= '\uff5e' ? (char)(c - 0xfee0) : c));
}
