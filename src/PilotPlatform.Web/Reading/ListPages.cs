using System.Globalization;

namespace PilotPlatform.Web.Reading;

/// <summary>A page of a list that was read whole.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Token">Token of the page; empty for the first.</param>
/// <param name="Next">Token of the next page; empty on the last.</param>
/// <param name="TotalSize">How many there are on all pages.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string Token, string Next, int TotalSize);

/// <summary>Lists that are read whole and shown in pages; the token of a page is how many come before it.</summary>
public static class ListPages
{
    /// <summary>Items on a page.</summary>
    public const int Size = 50;

    public static ListPage<T> Of<T>(IReadOnlyList<T> all, string token)
    {
        var asked = 0;
        if (token.Length > 0 && !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out asked))
            throw new BadHttpRequestException($"'{token}' is no page.");
        var last = Math.Max(0, all.Count - 1) / Size * Size;
        var first = Math.Min(asked, last); // what was on the last page may have left it
        var next = first + Size;
        return new ListPage<T>([.. all.Skip(first).Take(Size)], token, next < all.Count ? next.ToString(CultureInfo.InvariantCulture) : "", all.Count);
    }
}
