using System.Security.Claims;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.Services.Tests.Identity;

/// <summary>What the claims of a provider mean is said by configuration: which claim is what, at which path, and which of its values is which role.</summary>
public sealed class ClaimMappingTests
{
    [Fact]
    public void Read_ClaimsUnderOtherNames_MakesTheCallerThatTheyMean()
    {
        var caller = Mapping(o =>
        {
            (o.SubjectClaim, o.NameClaim, o.RoleClaim, o.ProvinceClaim) = ("oid", "display", "realm_access.roles", "sheng");
            o.Roles["省级"] = "provincial-office";
        }).Read(Principal(("oid", "u-9"), ("display", "福建省商务厅"), ("realm_access", """{"roles":["省级","admin"]}"""), ("sheng", "fujian")))!;

        Assert.Equal(("u-9", "福建省商务厅"), (caller.Subject, caller.DisplayName));
        Assert.True(caller.May(Right.ReviewForProvince, "xiamen") && caller.May(Right.ReviewForProvince, "fuzhou"));
        Assert.False(caller.May(Right.ReviewForProvince, "dalian"));
    }

    [Theory]
    [InlineData("city-reporter ministry", true)]
    [InlineData("Ministry", false)]
    [InlineData("", false)]
    public void Read_RolesWithoutAMapping_AreTheIdsOfRoles(string roles, bool isMinistry) =>
        Assert.Equal(isMinistry, Mapping(_ => { }).Read(Principal(("sub", "u-1"), ("roles", roles)))!.May(Right.PublishEdition));

    [Fact]
    public void Read_ClaimsThatNameNobody_IsNobody() => Assert.Null(Mapping(_ => { }).Read(Principal(("roles", "ministry"))));

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData(null)]
    public void Read_ASubjectThatIsNone_IsNobody(string? subject) => Assert.Null(Mapping(_ => { }).Read(Principal(("sub", subject ?? new string('x', 256)), ("roles", "ministry"))));

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"roles":{"ministry":true}}""")]
    public void Read_APathThatLeadsNowhere_GivesNoRole(string claim) =>
        Assert.False(Mapping(o => o.RoleClaim = "realm_access.roles").Read(Principal(("sub", "u-1"), ("realm_access", claim)))!.May(Right.PublishEdition));

    private static ClaimMapping Mapping(Action<IdentityOptions> change)
    {
        var options = new IdentityOptions { Provinces = Path.Combine(AppContext.BaseDirectory, "identity", "provinces.json") };
        change(options);
        return new ClaimMapping(Options.Create(options), new Provinces(Options.Create(options)));
    }

    private static ClaimsPrincipal Principal(params (string Type, string Value)[] claims) => new(new ClaimsIdentity(claims.Select(c => new Claim(c.Type, c.Value)), "test"));
}
