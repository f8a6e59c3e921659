using Microsoft.Playwright;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>
/// Chromium without a window, of the machine's own: <c>CHROMIUM</c>, or the first one on the path. Tests without it skip; in CI they fail.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Missing = "No Chromium on this machine: none of chromium, chromium-browser, google-chrome on the PATH, and CHROMIUM names none.";

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

        var context = await chromium.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = root.ToString(),
            JavaScriptEnabled = scripts,
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ExtraHTTPHeaders = persona.Length > 0 ? [KeyValuePair.Create("Authorization", $"Persona {persona}")] : [],
        });
        return new WatchedPage(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
            await chromium.DisposeAsync();
        playwright?.Dispose();
    }

    private static string? Executable() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
            .Prepend(Environment.GetEnvironmentVariable("CHROMIUM") ?? "")
            .FirstOrDefault(File.Exists);
}

/// <summary>A page with what it asked for and what it complained of.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly IBrowserContext context;

    public WatchedPage(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.Console += (_, message) => Complaints.Add(message.Text);
        page.PageError += (_, error) => Complaints.Add(error);
        page.RequestFailed += (_, request) => Complaints.Add($"{request.Url}: {request.Failure}");
        page.Request += (_, request) => Requests.Add(new Uri(request.Url));
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public List<Uri> Requests { get; } = [];

    /// <summary>Texts of all elements that a selector finds, white space collapsed.</summary>
    public async Task<string[]> TextsAsync(string selector) =>
        [.. (await Page.Locator(selector).AllInnerTextsAsync()).Select(Squeeze)];

    public static string Squeeze(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    public ValueTask DisposeAsync() => new(context.CloseAsync());
}
