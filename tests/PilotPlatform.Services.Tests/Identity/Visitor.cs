using System.Net;
using System.Text.RegularExpressions;

namespace PilotPlatform.Services.Tests.Identity;

/// <summary>Somebody with a browser: keeps cookies, and can be on a page of this site or of another.</summary>
internal sealed class Visitor : IDisposable
{
    private static readonly Regex Token = new("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    public Visitor(Uri site, bool follows = false)
    {
        Http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = follows,
            CookieContainer = Cookies,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => site.IsLoopback }, // certificates of the tests are their own
        }) { BaseAddress = site };
    }

    public CookieContainer Cookies { get; } = new();

    public HttpClient Http { get; }

    public Cookie? Session => Cookies.GetAllCookies().FirstOrDefault(c => c.Name == "pilotplatform-session");

    /// <summary>Chooses a persona on the sign-in page, as a form of this site; it is sent to where it came from, unless another address is said.</summary>
    public async Task<HttpResponseMessage> ChooseAsync(string persona, string back = "/", string page = "/sign-in", bool withToken = true, Uri? to = null)
    {
        var html = await Http.GetStringAsync(page, RunningSuite.Stop);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["persona"] = persona,
            ["back"] = back,
            ["__RequestVerificationToken"] = withToken ? Token.Match(html).Groups["token"].Value : "",
        });
        return await Http.PostAsync(to ?? new Uri(page, UriKind.Relative), form, RunningSuite.Stop);
    }

    public void Dispose() => Http.Dispose();
}
