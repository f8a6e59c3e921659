using System.Net;
using System.Text;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>A form with a file that is sent when the sign-in has run out: the words are given back, and the file is not kept.</summary>
public sealed class LongFormTests(RunningSuite suite)
{
    private const string Address = "/en/commitments/9-hefei/steps/AddEvidence";

    private const int Megabytes = 8;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "")]
    [InlineData("multipart/form-data", "<dd class=\"typed\">写了一个小时的话</dd>")]
    public async Task LongForm_OfNobody_LeadsToTheSignInWithItsWords(string type, string words)
    {
        using var nobody = suite.HttpAs(null);
        using HttpContent form = type == "multipart/form-data"
            ? new MultipartFormDataContent("parts") { { new StringContent("写了一个小时的话"), "title" }, { new ByteArrayContent(new byte[Megabytes << 20]), "file", "x.pdf" } }
            : new FormUrlEncodedContent([new("title", new string('x', Megabytes << 20))]);
        using var answer = await nobody.PostAsync(Address, form, Stop);
        var page = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains($"href=\"/en/sign-in?back={Uri.EscapeDataString(Address)}\"", page, StringComparison.Ordinal);
        Assert.Contains(words, page, StringComparison.Ordinal);
    }

    /// <summary>Whoever has signed in may hand in files, which are kept while they are sent: where those lie, none of nobody does.</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData("suzhou-reporter", true)]
    public async Task File_OfAForm_IsKeptOfWhoSignedInAlone(string? persona, bool isKept)
    {
        await using var pages = await OwnPages.StartAsync(suite);
        using var http = pages.HttpAs(persona);
        using var form = new HeldForm();
        var posting = http.PostAsync("/imports", form, Stop);
        await form.Sent.Task.WaitAsync(Stop);

        Assert.Equal(isKept, FilesOfForms().Any(file => Begins(file, form.Mark)));
        form.Rest.SetResult();
        using var answer = await posting;
        Assert.Equal(persona is null ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static string[] FilesOfForms() => Directory.GetFiles(Path.GetTempPath(), "ASPNETCORE_*");

    private static bool Begins(string file, string mark)
    {
        try
        {
            using var kept = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var beginning = new byte[mark.Length];
            return kept.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) == mark.Length && Encoding.ASCII.GetString(beginning) == mark;
        }
        catch (FileNotFoundException)
        {
            return false; // that of another test, which is over
        }
    }

    /// <summary>A form with a file whose end is held back.</summary>
    private sealed class HeldForm : HttpContent
    {
        public HeldForm() => Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=parts");

        /// <summary>How the file begins.</summary>
        public string Mark { get; } = Guid.CreateVersion7().ToString();

        /// <summary>Set when all but the end has been sent: more than fits between the two, so that most of it has been read.</summary>
        public TaskCompletionSource Sent { get; } = new();

        public TaskCompletionSource Rest { get; } = new();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"--parts\r\nContent-Disposition: form-data; name=file; filename=x.pdf\r\n\r\n{Mark}"));
            for (var sent = 0; sent < Megabytes; sent++)
                await stream.WriteAsync(new byte[1 << 20]);
            await stream.FlushAsync();
            Sent.SetResult();
            await Rest.Task;
            await stream.WriteAsync("\r\n--parts--\r\n"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length) => (length = 0) > 0;
    }
}
