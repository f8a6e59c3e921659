using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Import;

/// <summary>The shipped document as a writer would set it: its words without the marks and breaks of the extraction.</summary>
internal static class DocumentParts
{
    public static ImmutableArray<Block> Blocks { get; } = TextLayout.Read(new SourceText(Shipped.Document)).Value.Blocks;

    /// <summary>The words of a block without page breaks inside and without the escape of the text form.</summary>
    public static string Words(Passage passage) =>
        passage.Verbatim.Replace("\n\n", "", StringComparison.Ordinal).Replace("\\*", "*", StringComparison.Ordinal);

    /// <summary>The words of the head of the table.</summary>
    public static readonly string[] Head = ["序号", "任务内容", "适用范围"];
}
