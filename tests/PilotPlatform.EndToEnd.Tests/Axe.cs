using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>
/// axe-core, run in the page that it looks at, which tells only what it finds serious. Its runner for Playwright opens another window for each look,
/// loads axe-core there too, and carries everything it saw from one to the other: of a long page that is thousands of elements.
/// </summary>
internal static class Axe
{
    /// <summary>What can be different in the dark.</summary>
    public static readonly string[] Colours = ["color-contrast", "link-in-text-block"];

    private const string Look = """
        async rules => (await axe.run({ resultTypes: ['violations'], ...(rules.length > 0 && { runOnly: rules }) })).violations
          .filter(found => found.impact === 'serious' || found.impact === 'critical')
          .map(found => `${found.id}: ${found.help}: ${found.nodes.slice(0, 3).map(node => node.html).join(' | ')}`)
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>What is serious or critical on a page whose scripts are on, by some rules of axe, or by all of them.</summary>
    public static async Task<string[]> SeriousAsync(IPage page, params string[] rules)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
            await page.EvaluateAsync(Script);
        return await page.EvaluateAsync<string[]>(Look, rules);
    }
}
