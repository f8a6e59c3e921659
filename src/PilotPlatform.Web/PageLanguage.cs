using System.Globalization;

namespace PilotPlatform.Web;

/// <summary>The language a page is in, and addresses that stay in it. The address is the only thing that chooses it.</summary>
public sealed class PageLanguage
{
    private const string EnglishBase = "/en";

    private readonly string root;
    private readonly string here;

    private PageLanguage(HttpRequest request)
    {
        var pathBase = request.PathBase.Value ?? "";
        IsEnglish = pathBase.EndsWith(EnglishBase, StringComparison.OrdinalIgnoreCase);
        root = IsEnglish ? pathBase[..^EnglishBase.Length] : pathBase;
        here = (request.Path.HasValue ? request.Path.ToUriComponent() : "/") + request.QueryString.ToUriComponent();
    }

    public bool IsEnglish { get; }

    public string Tag => IsEnglish ? "en" : "zh-Hans";

    public string OtherTag => IsEnglish ? "zh-Hans" : "en";

    /// <summary>Address of this very page.</summary>
    public string Here => IsEnglish ? root + EnglishBase + here : root + here;

    /// <summary>Address of this page, with nothing that it is asked for by name.</summary>
    public string Bare => Here.Split('?')[0];

    /// <summary>Address of this very page in the other language.</summary>
    public string Other => IsEnglish ? root + here : root + EnglishBase + here;

    public static PageLanguage OfRequest(IServiceProvider provider) =>
        new((provider.GetRequiredService<IHttpContextAccessor>().HttpContext ?? throw new InvalidOperationException("There is no request.")).Request);

    /// <summary>Address of a page in this language.</summary>
    /// <param name="page">The page, such as <c>/tasks/1</c>.</param>
    public string To(string page) => IsEnglish ? root + EnglishBase + page : root + page;

    /// <summary>Address of a file that all languages share.</summary>
    public string ToAsset(string path) => $"{root}/{path}";

    /// <summary>The English words on an English page where there are any, else the Chinese.</summary>
    public string Pick(string chinese, string english) => IsEnglish && english.Length > 0 ? english : chinese;

    /// <summary>Language of what users wrote, where it is another than that of the page: Chinese where it has a Chinese character.</summary>
    public string? TagOf(string? written) => IsEnglish && written?.Any(c => c is >= '\u4E00' and <= '\u9FFF') == true ? OtherTag : null;

    /// <summary>Takes <c>/en</c> off the path, and sets the culture of the request by it.</summary>
    internal static void Use(IApplicationBuilder app)
    {
        app.UsePathBase(EnglishBase);
        app.Use((context, next) =>
        {
            var culture = CultureInfo.GetCultureInfo(new PageLanguage(context.Request).Tag);
            CultureInfo.CurrentCulture = culture;
            CultureInfo.CurrentUICulture = culture;
            context.Response.Headers.ContentLanguage = culture.Name;
            context.Response.OnStarting(PageHeaders.Add, context);
            return next(context);
        });
    }
}

/// <summary>Before anything else, so that a refusal of any part is in the language of the page.</summary>
internal sealed class PageLanguageFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        PageLanguage.Use(app);
        next(app);
    };
}
