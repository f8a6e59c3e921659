using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PilotPlatform.Services.Tests.Door;

namespace PilotPlatform.Services.Tests.Identity;

/// <summary>A gateway with a certificate: its cookies go over TLS only, and a browser is told to stay there.</summary>
public sealed class SecureCookieTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Cookies_UnderTls_AreSecure()
    {
        var certificate = Path.Combine(Directory.CreateTempSubdirectory("pilot-platform-tls-").FullName, "door.pfx");
        await File.WriteAllBytesAsync(certificate, SelfSigned(), Stop);
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Kestrel:Endpoints:http:Url", "https://127.0.0.1:0"), ("Kestrel:Endpoints:http:Certificate:Path", certificate));
        using var visitor = new Visitor(gateway.Pages);
        using var page = await visitor.Http.GetAsync("/sign-in", Stop);
        using var chosen = await visitor.ChooseAsync("suzhou-reporter");

        using var form = await visitor.Http.GetAsync("/workbench", Stop);

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK), (chosen.StatusCode, form.StatusCode));
        var cookies = new[] { page, chosen, form }.SelectMany(answer => answer.Headers.GetValues("Set-Cookie")).ToArray();
        Assert.Contains(cookies, c => c.StartsWith("pilotplatform-session=", StringComparison.Ordinal));
        Assert.All(cookies, cookie => Assert.All(["secure", "httponly", "samesite="], word => Assert.Contains(word, cookie, StringComparison.OrdinalIgnoreCase)));
        Assert.NotEmpty(chosen.Headers.GetValues("Strict-Transport-Security"));
        Directory.Delete(Path.GetDirectoryName(certificate)!, recursive: true);
    }

    private static byte[] SelfSigned()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return certificate.Export(X509ContentType.Pfx);
    }
}
