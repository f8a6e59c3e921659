using CsCheck;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Services.Tests;

/// <summary>Pages and their tokens: whatever comes is a page or a refusal, and pages put together are the list.</summary>
public sealed class PagingTests
{
    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[0, 40], Gen.Char["ABCabc012_-=/+ 编\0\ud800"].Array[0, 24].Select(c => new string(c)));

    [Fact]
    public void Cut_AnySizes_GivesEveryItemOnce() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[1, 20].Array[1, 60], Text).Sample((count, sizes, question) =>
        {
            var items = Enumerable.Range(0, count).ToList();
            var (read, token, turn) = (new List<int>(), "", 0);
            do
            {
                var page = Paging.Cut(items, sizes[turn++ % sizes.Length], token, question).Value;
                read.AddRange(page.Items);
                token = page.NextPageToken;
            }
            while (token.Length > 0);
            return read.SequenceEqual(items);
        });

    [Fact]
    public void Cut_AnyToken_IsAPageOrARefusal() =>
        Gen.Select(Text, Gen.Int, Text).Sample((token, size, question) =>
            Paging.Cut([1, 2, 3], size, token, question) is var page && (page.IsOk || page.Fault!.Subject is "page_token" or "page_size"));

    /// <summary>A token of one question is none of another, however its parts are cut.</summary>
    [Fact]
    public void Cut_TokenOfAnotherQuestion_IsRefused() =>
        Gen.Select(Text, Text, Text, Text).Where((a, b, c, d) => (a, b) != (c, d)).Sample((a, b, c, d) =>
            !Paging.Cut([1, 2, 3], 1, Paging.Cut([1, 2, 3], 1, "", a, b).Value.NextPageToken, c, d).IsOk);

    [Fact]
    public void Cut_TokenChangedByOneCharacter_IsRefused() =>
        Gen.Select(Gen.Int[0, 15], Gen.Char["ABCabc012_-"]).Sample((at, character) =>
        {
            var token = Paging.Cut([1, 2, 3], 1, "", "question").Value.NextPageToken;
            var changed = token.Remove(at, 1).Insert(at, character.ToString());
            return changed == token || at < 6 || !Paging.Cut([1, 2, 3], 1, changed, "question").IsOk;
        });
}
