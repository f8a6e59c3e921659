using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPlatform.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Settings that cannot be used: named, with what they cannot be, in the words of who wrote them.</summary>
public sealed class ReportingSettingsTests
{
    [Theory]
    [InlineData("Limits:Acknowledgement", "0", "Reporting:Limits:Acknowledgement is 0, and must be from 1 to 365 working days.")]
    [InlineData("Limits:Problem", "366", "Reporting:Limits:Problem is 366, and must be from 1 to 365 working days.")]
    [InlineData("Limits:Decision", "drei", "The settings of Reporting cannot be used: 'Reporting:Limits:Decision' cannot be 'drei'.")]
    [InlineData("Limits:Decision", "99999999999", "The settings of Reporting cannot be used: 'Reporting:Limits:Decision' cannot be '99999999999'.")]
    [InlineData("Limits", "3", "The settings of Reporting cannot be used: 'Reporting:Limits' cannot be '3'.")]
    [InlineData("Heartbeat", "soon", "The settings of Reporting cannot be used: 'Reporting:Heartbeat' cannot be 'soon'.")]
    [InlineData("Limits:Reviews", "3", "The settings of Reporting cannot be used: there is no 'Reporting:Limits:Reviews', there are Acknowledgement, CityReview, ProvinceReview, Supplement, Decision, Problem, Reminder.")]
    public void Options_ThatCannotBeUsed_AreRefusedByName(string key, string value, string refused) =>
        Assert.Equal(refused, Assert.Throws<OptionsValidationException>(() => Read((key, value))).Message);

    [Fact]
    public void Options_ThatCanBeUsed_AreAsTheyAreWritten()
    {
        var options = Read(("Limits:Acknowledgement", "1"), ("limits:problem", "365"), ("Webhooks:AllowedNetworks:0", "10.0.0.0/8"), ("Webhooks:AllowClearText", "true"), ("Heartbeat", "00:00:05"));

        Assert.Equal((1, 365, 5), (options.Limits.Acknowledgement, options.Limits.Problem, options.Limits.Reminder));
        Assert.Equal(["10.0.0.0/8"], options.Webhooks.AllowedNetworks);
        Assert.Equal((true, TimeSpan.FromSeconds(5)), (options.Webhooks.AllowClearText, options.Heartbeat));
    }

    private static ReportingOptions Read(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath() });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Reporting:{setting.Key}", (string?)setting.Value)));
        builder.AddReporting();
        using var provider = builder.Services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<ReportingOptions>>().Value;
    }
}
