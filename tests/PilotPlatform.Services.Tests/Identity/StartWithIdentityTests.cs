using PilotPlatform.AllInOne;

namespace PilotPlatform.Services.Tests.Identity;

/// <summary>A start that would leave the door open, or locked for all, is refused in a sentence.</summary>
public sealed class StartWithIdentityTests
{
    [Theory]
    [InlineData("Nobody could sign in", "--environment=Production")]
    [InlineData("refused in Production", "--environment=Production", "--Identity:SignIn=Personas")]
    [InlineData("is not the https address", "--Identity:SignIn=Provider")]
    [InlineData("is not the https address", "--Identity:Authority=http://provider.example")]
    [InlineData("'boss' is no role", "--Identity:Roles:chief=boss")]
    public async Task Start_WithIdentityThatCannotBe_IsRefusedInASentence(string why, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("pilot-platform-identity-");
        try
        {
            var refused = await Assert.ThrowsAnyAsync<Exception>(() => Suite.StartAsync(["--Ports:Http=0", "--Ports:Grpc=0", $"--Data:Folder={folder.FullName}", .. arguments]));

            var sentence = ServiceDefaults.ServiceApplication.Explain(refused);
            Assert.Contains(why, sentence, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', sentence!);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
