using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>
/// Chromium without a window, of the machine's own: <c>CHROMIUM</c>, or the first one on the path, the one that cannot have a window before those that can.
/// Tests without it skip; in CI they fail.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Missing = "No Chromium on this machine: none of chromium-headless-shell, chromium, chromium-browser, google-chrome on the PATH, and CHROMIUM names none.";

    /// <summary>Windows whose test is over, each with what it was made for: one costs as much as three pages that are loaded into it.</summary>
    private readonly ConcurrentDictionary<(Uri Root, bool Scripts), ConcurrentBag<IPage>> left = new();

    private IPlaywright? playwright;
    private IBrowser? chromium;

    public async ValueTask InitializeAsync()
    {
        if (Executable() is not { } executable)
            return;

        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = ["--no-sandbox"] });
    }

    /// <summary>A page of a browser, of nobody and scripts off unless they are asked for, that notes every request and every complaint of the console.</summary>
    internal async Task<WatchedPage> OpenAsync(Uri root, int width = 1440, ColorScheme scheme = ColorScheme.Light, bool scripts = false, string persona = "")
    {
        if (chromium is null && Environment.GetEnvironmentVariable("CI") is null)
            Assert.Skip(Missing);
        Assert.True(chromium is not null, Missing);

        var free = left.GetOrAdd((root, scripts), _ => []);
        if (!free.TryTake(out var page))
            page = await (await chromium.NewContextAsync(new BrowserNewContextOptions { BaseURL = root.ToString(), JavaScriptEnabled = scripts })).NewPageAsync();
        await page.SetViewportSizeAsync(width, 900);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, Media = Media.Null });
        await page.SetExtraHTTPHeadersAsync(persona.Length > 0 ? [KeyValuePair.Create("Authorization", $"Persona {persona}")] : []);
        return new WatchedPage(page, free.Add);
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
            await chromium.DisposeAsync();
        playwright?.Dispose();
    }

    private static string? Executable() =>
        new[] { "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome" }
            .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
            .Prepend(Environment.GetEnvironmentVariable("CHROMIUM") ?? "")
            .FirstOrDefault(File.Exists);
}

/// <summary>A page with what it asked for and what it complained of.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly Action<IPage> leave;

    public WatchedPage(IPage page, Action<IPage> leave)
    {
        this.leave = leave;
        Page = page;
        page.Console += Said;
        page.PageError += Threw;
        page.RequestFailed += Failed;
        page.Request += Asked;
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public List<Uri> Requests { get; } = [];

    /// <summary>What no page may do: complain of more than its status, which a browser notes itself, or ask another host than its own.</summary>
    public IEnumerable<string> Faults(int status) =>
    [
        .. Complaints.Where(complaint => status == 200 || !complaint.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)),
        .. Requests.Where(request => request.Authority != new Uri(Page.Url).Authority).Select(request => $"asks {request}"),
    ];

    /// <summary>Nothing was found; or the test fails with each of what was, in full.</summary>
    public static void None(string where, IEnumerable<string> found) =>
        Assert.True(!found.Any(), string.Join('\n', found.Select(fault => $"{where}: {fault}")));

    /// <summary>Texts of all elements that a selector finds, white space collapsed.</summary>
    public async Task<string[]> TextsAsync(string selector) =>
        [.. (await Page.Locator(selector).AllInnerTextsAsync()).Select(Squeeze)];

    public static string Squeeze(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>Leaves the window to the next test, as empty and as unknown as a new one.</summary>
    public async ValueTask DisposeAsync()
    {
        Page.Console -= Said;
        Page.PageError -= Threw;
        Page.RequestFailed -= Failed;
        Page.Request -= Asked;
        try
        {
            await Page.GotoAsync("about:blank");
            await Page.Context.ClearCookiesAsync();
            leave(Page);
        }
        catch (PlaywrightException)
        {
            await Page.Context.CloseAsync(); // it crashed, which its test tells
        }
    }

    /// <summary>What a browser tells of its own course, such as which of two elements it gives the focus, is no complaint.</summary>
    private void Said(object? page, IConsoleMessage message)
    {
        if (message.Type is "error" or "warning" or "assert")
            Complaints.Add(message.Text);
    }

    private void Threw(object? page, string error) => Complaints.Add(error);

    private void Failed(object? page, IRequest request) => Complaints.Add($"{request.Url}: {request.Failure}");

    private void Asked(object? page, IRequest request) => Requests.Add(new Uri(request.Url));
}
