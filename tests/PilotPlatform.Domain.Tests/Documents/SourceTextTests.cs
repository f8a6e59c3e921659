using CsCheck;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Documents;

/// <summary>Offsets and lines: what is cited can be found again.</summary>
public sealed class SourceTextTests
{
    private static readonly Gen<string> Text = Gen.Char["a中 \r\n\t"].Array[0, 40].Select(c => new string(c));

    [Fact]
    public void Passages_OfTheDocument_StandAtTheirOffsets() =>
        Assert.All(Shipped.Edition.Passages(), p => Assert.Equal(p.Verbatim, Shipped.Document[p.Span.Start..p.Span.End]));

    [Fact]
    public void Passages_OfTheDocument_StandInTheirLines()
    {
        var lines = Shipped.Document.Split('\n');

        Assert.All(Shipped.Edition.Passages(), p =>
        {
            Assert.Contains(p.Verbatim, string.Join('\n', lines[(p.StartLine - 1)..p.EndLine]), StringComparison.Ordinal);
            Assert.Contains(p.Verbatim.Split('\n')[0], lines[p.StartLine - 1], StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Passages_OfTheDocument_StandInItsOrder()
    {
        var starts = Shipped.Edition.Passages().Select(p => p.Span.Start).ToArray();

        Assert.Equal(starts.Order(), starts);
        Assert.Equal(starts.Distinct(), starts);
    }

    [Fact]
    public void Passages_OfTheDocumentWithWindowsLines_StandAtTheirOffsets()
    {
        var document = Shipped.Document.Replace("\n", "\r\n", StringComparison.Ordinal);

        Assert.All(Shipped.Read(document).Value.Passages(), p => Assert.Equal(p.Verbatim, document[p.Span.Start..p.Span.End]));
    }

    [Fact]
    public void Lines_AnyText_AreThoseOfTheText() => Text.Sample(text =>
        new SourceText(text).Lines().Select(l => text[l.Span.Start..l.Span.End])
            .SequenceEqual(text.Split('\n').Select((line, i) => i < text.Count(c => c == '\n') || line.EndsWith('\r') ? WithoutReturn(line) : line)));

    [Fact]
    public void LineOf_EveryOffset_CountsTheBreaksBefore() => Text.Sample(text =>
        Enumerable.Range(0, text.Length + 1).All(at => new SourceText(text).LineOf(at) == text[..at].Count(c => c == '\n') + 1));

    [Fact]
    public void Cut_AnySpan_IsTheSourceAtItsPlace() =>
        Gen.Select(Text, Gen.Int[0, 40], Gen.Int[0, 40]).Sample((text, one, other) =>
        {
            var (start, end) = (Math.Min(one, other) % (text.Length + 1), Math.Max(one, other) % (text.Length + 1));
            if (start > end)
                (start, end) = (end, start);
            var cut = new SourceText(text).Cut(new Span(start, end));
            return cut.Verbatim == text[start..end] && cut.StartLine <= cut.EndLine && cut.Span == new Span(start, end);
        });

    [Fact]
    public void Find_WordsThatABreakCuts_StandAtTheirOffset()
    {
        var direction = Shipped.Edition.Cities.Single(c => c.Place.Id == "xiamen").Direction!;

        var found = direction.Find("发挥地方特色优势")!;

        Assert.Equal("发\n\n挥地方特色优势", found.Verbatim);
        Assert.Equal(found.Verbatim, Shipped.Document[found.Span.Start..found.Span.End]);
        Assert.Equal(direction.StartLine, found.StartLine);
        Assert.Equal(direction.EndLine, found.EndLine);
    }

    [Fact]
    public void Find_WordsBehindABreak_StandInTheLineBehindIt()
    {
        var direction = Shipped.Edition.Cities.Single(c => c.Place.Id == "xiamen").Direction!;

        Assert.Equal(direction.EndLine, direction.Find("离岸算力设施")!.StartLine);
    }

    [Theory]
    [InlineData("")]
    [InlineData("不在其中的字")]
    public void Find_WordsThatDoNotStand_GivesNothing(string words) => Assert.Null(Shipped.Edition.Title.Find(words));

    [Fact]
    public void Find_AnyPartOfAPassage_IsCitedAtItsOffset() =>
        Gen.Select(Gen.Int[0, 158], Gen.Int[0, 500], Gen.Int[1, 20]).Sample((task, from, length) =>
        {
            var text = Shipped.Edition.Tasks[task].Text;
            var squeezed = text.Squeezed;
            var start = from % squeezed.Length;
            var words = squeezed.Substring(start, Math.Min(length, squeezed.Length - start));
            var found = text.Find(words)!;
            return found.Squeezed == words && Shipped.Document[found.Span.Start..found.Span.End] == found.Verbatim;
        });

    private static string WithoutReturn(string line) => line.EndsWith('\r') ? line[..^1] : line;
}
