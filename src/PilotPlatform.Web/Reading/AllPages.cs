namespace PilotPlatform.Web.Reading;

/// <summary>Lists that are read whole, however many pages they have: the rest of one is never dropped without a word.</summary>
public static class AllPages
{
    /// <summary>Items that are asked for at a time: the most that a service gives.</summary>
    public const int Size = 1000;

    /// <param name="page">Asks for the page of a token, empty for the first; gives its items and the token of the next, empty on the last.</param>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(Func<string, Task<(IEnumerable<T> Items, string Next)>> page)
    {
        List<T> all = [];
        var token = "";
        do
        {
            var (items, next) = await page(token);
            all.AddRange(items);
            token = next;
        }
        while (token.Length > 0);
        return all;
    }
}
