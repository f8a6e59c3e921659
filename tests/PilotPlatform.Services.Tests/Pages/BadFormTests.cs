using System.Net.Http.Headers;
using System.Text;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Forms that no page of ours posts: refused with what is wrong with them, and never with a failure of ours.</summary>
public sealed class BadFormTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Page = "/registers/risks";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("title", "a\0b")]
    [InlineData("subject", "a\0b")]
    [InlineData("subject", "risks/../../x")]
    [InlineData("subject", "risks/1\r\nSet-Cookie: a=b")]
    [InlineData("city", "\u001b[2J")]
    [InlineData("etag", "\0")]
    [InlineData("request_id", "\0")]
    [InlineData("level", "99999999999999999999")]
    [InlineData("pilot_task", "-1")]
    [InlineData("no\0name", "x")]
    public async Task Field_ThatNobodyFillsInSo_IsRefused(string field, string value)
    {
        using var visitor = new FormVisitor(suite.Pages, "suzhou-reporter");
        var form = await FilledAsync(visitor);
        form.Fields[field] = value;
        using var post = await visitor.PostAsync(form);

        Assert.InRange((int)post.StatusCode, 400, 499);
        Assert.DoesNotContain("   at ", await post.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    /// <summary>A file that cannot be read to its end is no refusal of the service, which would be looked for in vain.</summary>
    [Fact]
    public async Task Upload_WhoseSourceFails_FailsAsTheSourceDid()
    {
        using var call = suite.Client.Evidence.UploadEvidence(cancellationToken: Stop);

        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.SendAsync(Broken(), Stop));

        Assert.Equal("the file broke off", failed.Message);

        static async IAsyncEnumerable<UploadEvidenceRequest> Broken()
        {
            await Task.Yield();
            yield return new UploadEvidenceRequest { Header = new UploadEvidenceRequest.Types.Header { Parent = $"{RunningSuite.Programme}/commitments/9-hefei" } };
            throw new InvalidOperationException("the file broke off");
        }
    }

    [Fact]
    public async Task Field_OfManyCharacters_IsRefusedInAFew()
    {
        using var visitor = new FormVisitor(suite.Pages, "suzhou-reporter");
        var form = await FilledAsync(visitor);
        form.Fields["city"] = new string('x', 100_000);
        using var post = await visitor.PostAsync(form);

        Assert.InRange((int)post.StatusCode, 400, 499);
    }

    [Fact]
    public async Task Field_PostedTwice_IsRefusedAndNotJoined()
    {
        using var visitor = new FormVisitor(suite.Pages, "suzhou-reporter");
        var (action, fields) = await FilledAsync(visitor);
        using var twice = new FormUrlEncodedContent([.. fields, KeyValuePair.Create("title", "另一个")]);
        using var post = await visitor.SendAsync(action, twice);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, post.StatusCode);
        Assert.DoesNotContain("另一个", await visitor.ReadAsync(Page), StringComparison.Ordinal);
    }

    /// <summary>Without it, the same form posted twice would be done twice.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task Form_WithoutARequestId_IsRefused(string? id)
    {
        using var visitor = new FormVisitor(suite.Pages, "suzhou-reporter");
        var form = await FilledAsync(visitor);
        form.Fields.Remove("request_id");
        if (id is not null)
            form.Fields["request_id"] = id;
        using var post = await visitor.PostAsync(form);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, post.StatusCode);
        Assert.DoesNotContain("数据出境", await visitor.ReadAsync(Page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "many")]
    [InlineData("application/x-www-form-urlencoded", "long")]
    [InlineData("application/x-www-form-urlencoded; charset=nothing", "a=b")]
    [InlineData("application/x-www-form-urlencoded", "%ff%fe=%00&&&===")]
    [InlineData("multipart/form-data", "a")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb")]
    [InlineData("multipart/form-data; boundary=x", "nothing of a form")]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "")]
    public async Task Body_ThatIsNoForm_IsRefused(string type, string body)
    {
        var sent = body switch
        {
            "many" => string.Join('&', Enumerable.Range(0, 3000).Select(n => $"f{n}=x")),
            "long" => new string('k', 5000) + "=x",
            _ => body,
        };
        foreach (var sender in new[] { new AuthenticationHeaderValue("Persona", "suzhou-reporter"), null })
        {
            using var http = new HttpClient { BaseAddress = suite.Pages, DefaultRequestHeaders = { Authorization = sender } };
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(sent));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var post = await http.PostAsync($"{Page}/CreateRisk", content, Stop);

            Assert.InRange((int)post.StatusCode, 400, 499);
            Assert.Contains("<h1", await post.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    private static Task<(string Action, Dictionary<string, string> Fields)> FilledAsync(FormVisitor visitor) =>
        visitor.FormAsync(Page, "/CreateRisk", ("pilot_task", "155"), ("city", "suzhou"), ("title", "数据出境"), ("description", "未经评估"), ("level", "High"), ("unit", "市网信办"));
}
