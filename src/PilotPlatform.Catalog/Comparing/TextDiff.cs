using System.Text;
using DiffPlex;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain.Documents;
using Kind = PilotPlatform.Contracts.Catalog.V1.TextSegment.Types.Kind;

namespace PilotPlatform.Catalog.Comparing;

/// <summary>What was taken from a text and put into it, word by word; a Chinese character is a word, and so is a mark.</summary>
internal static class TextDiff
{
    /// <summary>Longer texts are shown as taken out and put in whole: comparing them takes the square of their length.</summary>
    private const int Longest = 20_000;

    private static readonly WordChunker Words = new();

    public static IReadOnlyList<TextSegment> Of(string before, string after)
    {
        if (before.Length > Longest || after.Length > Longest)
            return [.. Segment(Kind.Deleted, [before]), .. Segment(Kind.Inserted, [after])];

        var diff = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, Words);
        var segments = new List<TextSegment>();
        var old = 0;
        foreach (var block in diff.DiffBlocks)
        {
            segments.AddRange(Segment(Kind.Equal, diff.PiecesOld.Take(old..block.DeleteStartA)));
            segments.AddRange(Segment(Kind.Deleted, diff.PiecesOld.Skip(block.DeleteStartA).Take(block.DeleteCountA)));
            segments.AddRange(Segment(Kind.Inserted, diff.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB)));
            old = block.DeleteStartA + block.DeleteCountA;
        }

        segments.AddRange(Segment(Kind.Equal, diff.PiecesOld.Skip(old)));
        return segments;
    }

    private static IEnumerable<TextSegment> Segment(Kind kind, IEnumerable<string> pieces) =>
        string.Concat(pieces) is { Length: > 0 } text ? [new TextSegment { Kind = kind, Text = text }] : [];

    private sealed class WordChunker : IChunker
    {
        public IReadOnlyList<string> Chunk(string text)
        {
            var words = new List<string>();
            var word = new StringBuilder();
            foreach (var rune in text.EnumerateRunes())
            {
                var joins = rune.IsBmp && Rune.IsLetterOrDigit(rune) && !TextForm.IsChinese((char)rune.Value);
                if (!joins)
                    End();
                word.Append(rune);
                if (!joins)
                    End();
            }

            End();
            return words;

            void End()
            {
                if (word.Length > 0)
                    words.Add(word.ToString());
                word.Clear();
            }
        }
    }
}
