using System.Text;
using CsCheck;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Domain.Tests.Catalogue;

/// <summary>The hash that names an edition: the same for the same words, another for any other.</summary>
public sealed class ContentHashTests
{
    [Fact]
    public void ContentSha256_OfTheDocument_IsTheOneThatIsPublished() =>
        Assert.Equal("00d7b0c399050a4a5da12b9b1f29ee0a0df4f5f94a6e9f4f3de39516390d704a", Shipped.Edition.ContentSha256);

    [Fact]
    public void Id_OfTheDocument_IsTheHeadOfItsHash() => Assert.Equal(Shipped.Edition.ContentSha256[..16], Shipped.Edition.Id);

    [Theory]
    [InlineData("\n", "\r\n")]
    [InlineData("\n\n", "\n\n\n\n")]
    [InlineData("\n", " \n")]
    [InlineData("发\n\n挥", "发\n \t\n\n挥")]
    [InlineData("发\n\n挥", "发挥")]
    [InlineData("等 9 城市", "等9城市")]
    [InlineData("\n\n序号\t任务内容\t适用范围\n5\t", "\n5\t")]
    public void ContentSha256_OtherBreaksOfLinesAndPages_IsTheSame(string from, string to) =>
        Assert.Equal(Shipped.Edition.ContentSha256, Shipped.Read(Shipped.Document.Replace(from, to, StringComparison.Ordinal)).Value.ContentSha256);

    [Fact]
    public void ContentSha256_DocumentWithAByteOrderMark_IsTheSame() =>
        Assert.Equal(
            Shipped.Edition.ContentSha256,
            DocumentImport.Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Shipped.Document)], Shipped.Files.Gazetteer).Value.ContentSha256);

    [Theory]
    [InlineData("适用范围均为", "适用范围仅为")]
    [InlineData("不超过 50%", "不超过 51%")]
    [InlineData("促进数据要素流通交易。", "促进数据要素流通交易！")]
    [InlineData("<b>十五、加强", "<b>十五、增强")]
    [InlineData("发\n\n挥", "发\n\n辉")]
    public void ContentSha256_OneOtherCharacter_IsAnother(string from, string to) =>
        Assert.NotEqual(Shipped.Edition.ContentSha256, Shipped.Read(Shipped.Changed(from, to)).Value.ContentSha256);

    [Fact]
    public void ContentSha256_AnyCharacterOfATextReplaced_IsAnother() =>
        Gen.Select(Gen.Int[0, 158], Gen.Int[0, 1000]).Sample(
            (task, at) =>
            {
                var text = Shipped.Edition.Tasks[task].Text;
                var place = text.Span.Start + (at % text.Verbatim.Length);
                if (char.IsWhiteSpace(Shipped.Document[place]))
                    return true;
                var changed = Shipped.Document.Remove(place, 1).Insert(place, "〇");
                return Shipped.Read(changed).Value.ContentSha256 != Shipped.Edition.ContentSha256;
            },
            iter: 50);

    [Fact]
    public void Of_WordsMovedFromOneCellToTheNext_IsAnother()
    {
        var moved = Shipped.Read(Shipped.Changed("13\t加强海缆领域国际合作。\t大连", "13\t加强海缆领域国际\t合作。大连"));

        Assert.NotEqual(Shipped.Edition.ContentSha256, moved.Value.ContentSha256);
    }

    [Fact]
    public void Of_Passage_IsTheSameForOtherWhiteSpace()
    {
        var other = Shipped.Read(Shipped.Document.Replace("发\n\n挥", "发挥", StringComparison.Ordinal)).Value;

        Assert.Equal(ContentHash.Of(Direction(Shipped.Edition)), ContentHash.Of(Direction(other)));
    }

    /// <summary>An edition with failed checks is shown to whoever imports it: what it holds must be what was read.</summary>
    [Fact]
    public void Passages_OfADocumentWithoutOneRow_HoldEveryRowThatIsLeft()
    {
        var edition = Shipped.Read(Shipped.Changed(Shipped.Row(7), "")).Value;

        Assert.Equal(158, edition.Tasks.Length);
        Assert.All(edition.Tasks, t => Assert.Contains(t.Text, edition.Passages()));
    }

    private static Domain.Documents.Passage Direction(Edition edition) => edition.Cities.Single(c => c.Place.Id == "xiamen").Direction!;
}
