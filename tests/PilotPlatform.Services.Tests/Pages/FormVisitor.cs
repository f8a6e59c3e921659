using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Somebody with a browser without scripts: loads a page, fills in one of its forms, and posts it.</summary>
internal sealed partial class FormVisitor(Uri site, string persona) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = site,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Persona", persona) },
    };

    public Task<string> ReadAsync(string address) => http.GetStringAsync(address, RunningSuite.Stop);

    public Task<HttpResponseMessage> GetAsync(string address) => http.GetAsync(address, RunningSuite.Stop);

    /// <summary>A form of a page with what it holds, and some fields filled in.</summary>
    public async Task<(string Action, Dictionary<string, string> Fields)> FormAsync(string page, string form, params (string Field, string Value)[] filled)
    {
        var found = FormOf(await ReadAsync(page), form);
        foreach (var (field, value) in filled)
            found.Fields[field] = value;
        return found;
    }

    /// <summary>A form with what it holds.</summary>
    public static (string Action, Dictionary<string, string> Fields) FormOf(string html, string form)
    {
        var body = Form().Matches(html).First(f => f.Groups["action"].Value.Split('?')[0].EndsWith(form, StringComparison.Ordinal));
        var fields = Hidden().Matches(body.Value).ToDictionary(h => h.Groups["name"].Value, h => WebUtility.HtmlDecode(h.Groups["value"].Value), StringComparer.Ordinal);
        return (WebUtility.HtmlDecode(body.Groups["action"].Value), fields);
    }

    public async Task<HttpResponseMessage> PostAsync((string Action, Dictionary<string, string> Fields) form, byte[]? file = null, string? site = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, form.Action);
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);
        if (file is null)
        {
            request.Content = new FormUrlEncodedContent(form.Fields);
        }
        else
        {
            var parts = new MultipartFormDataContent();
            foreach (var (field, value) in form.Fields)
                parts.Add(new StringContent(value), field);
            parts.Add(new ByteArrayContent(file) { Headers = { ContentType = new("application/octet-stream") } }, "file", "file.bin");
            request.Content = parts;
        }

        return await http.SendAsync(request, RunningSuite.Stop);
    }

    public Task<HttpResponseMessage> SendAsync(string action, HttpContent content) => http.PostAsync(action, content, RunningSuite.Stop);

    public void Dispose() => http.Dispose();

    [GeneratedRegex("<form class=\"fields\" method=\"post\" action=\"(?<action>[^\"]+)\".*?</form>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Form();

    [GeneratedRegex("<input( type=\"hidden\")? name=\"(?<name>[^\"]+)\"( type=\"hidden\")? value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Hidden();
}
