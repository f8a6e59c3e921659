using System.Text;
using CsCheck;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Domain.Tests.Catalogue;

/// <summary>Whatever becomes of the document, its reader refuses it or makes an edition with checks; it never fails.</summary>
public sealed class DocumentFuzzTests
{
    private const string Characters = "\0\t\n\r #<>b/*\\、，。：；！（）()一十九0123456789项附件注城市大连苏州，\ud800\ufeff\u3000";

    private enum Change
    {
        RemoveLine,
        RepeatLine,
        SwapLines,
        JoinLines,
        RemoveCharacters,
        RepeatCharacters,
        ReplaceCharacter,
        InsertCharacter,
        Cut,
    }

    private static readonly Gen<string> Mutated =
        Gen.Select(Gen.Enum<Change>(), Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000], Gen.Char[Characters])
            .Array[1, 6]
            .Select(changes => changes.Aggregate(Shipped.Document, (text, c) => Apply(text, c.Item1, c.Item2, c.Item3, c.Item4)));

    [Fact]
    public void Read_MutatedDocument_IsRefusedOrHasItsChecksAndWords() =>
        Mutated.Sample(
            document =>
            {
                var read = Domain.Documents.TextLayout.Read(new Domain.Documents.SourceText(document))
                    .Then(layout => Domain.Catalogue.EditionReader.Read(layout, Shipped.Files.Gazetteer));
                return read.IsOk
                    ? read.Value.Checks.Length == Shipped.Edition.Checks.Length
                        && read.Value.ContentSha256.Length == 64
                        && read.Value.Passages().All(p => document[p.Span.Start..p.Span.End] == p.Verbatim)
                        && read.Value.Defects.All(d => document[d.Span.Start..d.Span.End] == d.Quote)
                    : read.Fault!.Reason == FaultReason.DocumentDoesNotReconcile && read.Fault.Violations.Length > 0;
            },
            iter: 300);

    /// <summary>One line more, less or elsewhere among the rows is always noticed; only a row moved behind the one before it
    /// keeps its number and at most crosses a heading, of which the document states nothing.</summary>
    [Fact]
    public void Read_RowRemovedOrRepeatedOrMoved_IsRefusedOrFailsACheck() =>
        Gen.Select(Gen.Int[1, 159], Gen.Int[1, 159], Gen.Int[0, 2]).Sample(
            (task, other, change) =>
            {
                if (task == other || (change == 2 && other == task - 1))
                    return true;
                var (row, place) = (Shipped.Row(task), Shipped.Row(other));
                var without = change == 1 ? Shipped.Document : Shipped.Document.Replace(row, "", StringComparison.Ordinal);
                var document = change == 0 ? without : without.Replace(place, place + row, StringComparison.Ordinal);
                var read = Shipped.Read(document);
                return document == Shipped.Document || !read.IsOk || read.Value.Checks.Any(c => c.Outcome == Domain.Catalogue.CheckOutcome.Failed);
            },
            iter: 100);

    [Fact]
    public void Import_AnyBytes_IsRefusedOrRead() =>
        Gen.Byte.Array[0, 200].Sample(bytes => DocumentImport.Read(bytes, Shipped.Files.Gazetteer).Fault is not null);

    /// <summary>What repeats itself without end is answered soon: cities named again and again, marks that are all defects.</summary>
    [Theory]
    [InlineData("支持大连市、", "支持", "大连市、", 40_000)]
    [InlineData("7\t促进数据", "7\t促进数据", "(", 500_000)]
    public async Task Read_EndlessRepetition_IsAnsweredSoon(string from, string to, string repeated, int times)
    {
        var document = Shipped.Changed(from, to + string.Concat(Enumerable.Repeat(repeated, times)));

        var read = await Task.Run(() => Shipped.Read(document)).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(read.Fault is not null || read.Value.Defects.Length == EditionReader.MostDefects);
    }

    [Fact]
    public void Import_BytesThatAreNoUtf8_SaysWhere()
    {
        var bytes = Encoding.UTF8.GetBytes(Shipped.Document);
        bytes[100] = 0xff;

        var fault = DocumentImport.Read(bytes, Shipped.Files.Gazetteer).Fault!;

        Assert.Equal(FaultKind.Invalid, fault.Kind);
        Assert.Contains("not UTF-8 text", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_DocumentAboveTheLargestSize_IsRefused() =>
        Assert.Equal("document", DocumentImport.Read(new byte[DocumentImport.LargestSize + 1], Shipped.Files.Gazetteer).Fault?.Subject);

    private static string Apply(string text, Change change, int one, int other, char character)
    {
        if (text.Length == 0)
            return text;
        var lines = text.Split('\n').ToList();
        var (line, second) = (one % lines.Count, other % lines.Count);
        var at = one % text.Length;
        var length = Math.Min(1 + (other % 40), text.Length - at);
        switch (change)
        {
            case Change.RemoveLine:
                lines.RemoveAt(line);
                break;
            case Change.RepeatLine:
                lines.Insert(second, lines[line]);
                break;
            case Change.SwapLines:
                (lines[line], lines[second]) = (lines[second], lines[line]);
                break;
            case Change.JoinLines:
                lines[line] += lines[second];
                break;
            case Change.RemoveCharacters:
                return text.Remove(at, length);
            case Change.RepeatCharacters:
                return text.Insert(at, text.Substring(at, length));
            case Change.ReplaceCharacter:
                return text.Remove(at, 1).Insert(at, character.ToString());
            case Change.InsertCharacter:
                return text.Insert(at, character.ToString());
            default:
                return text[..at];
        }

        return string.Join('\n', lines);
    }
}
