using PilotPlatform.Domain.Identity;

namespace PilotPlatform.Domain.Tests.Identity;

/// <summary>Role × right × place, all of them.</summary>
public sealed class RightsTests
{
    private const string Own = "suzhou";
    private const string Other = "hefei";

    /// <summary>Which of the roles, in their order, may use a right for their own city; <c>P</c> for none but what is public.</summary>
    private static readonly Dictionary<Right, Role[]> Expected = new()
    {
        [Right.ReadPublished] = Enum.GetValues<Role>(),
        [Right.ReadUnpublished] = [Role.CityReporter, Role.CityReviewer, Role.ProvincialOffice, Role.Ministry, Role.Auditor, Role.InternalSystem],
        [Right.ReadLedger] = [Role.Ministry, Role.Auditor, Role.InternalSystem],
        [Right.ReadOperations] = [Role.Ministry, Role.Auditor, Role.InternalSystem],
        [Right.PublishEdition] = [Role.Ministry],
        [Right.PublishRuleSet] = [Role.Ministry],
        [Right.ReportProgress] = [Role.CityReporter, Role.CityReviewer],
        [Right.PlanCommitment] = [Role.CityReporter, Role.CityReviewer],
        [Right.ReviewForCity] = [Role.CityReviewer],
        [Right.ReviewForProvince] = [Role.ProvincialOffice],
        [Right.FreezePeriod] = [Role.Ministry],
    };

    public static TheoryData<Role, Right> Pairs => new(
        from role in Enum.GetValues<Role>() from right in Enum.GetValues<Right>() select (role, right));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void May_ForTheOwnCity_IsWhatTheRoleHolds(Role role, Right right)
    {
        var holds = Rights.HoldersOf(right).Contains(role);

        Assert.Equal(holds, Someone(role).May(right, Own));
        if (Expected.TryGetValue(right, out var expected))
            Assert.Equal(expected.Contains(role), holds);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void May_ForAnotherCityOrForAll_IsOnlyForRolesOfTheWholeProgramme(Role role, Right right)
    {
        var expected = right == Right.ReadPublished || (Rights.HoldersOf(right).Contains(role) && role.IsEverywhere());

        Assert.Equal(expected, Someone(role).May(right, Other));
        Assert.Equal(expected, Someone(role).May(right));
    }

    [Theory]
    [InlineData(Role.Public)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.InternalSystem)]
    public void Rights_OfRolesThatOnlyRead_AllBeginWithRead(Role role) =>
        Assert.All(Enum.GetValues<Right>().Where(r => Rights.HoldersOf(r).Contains(role)), right => Assert.StartsWith("Read", right.ToString(), StringComparison.Ordinal));

    [Fact]
    public void Rights_OfEveryKind_AreHeldByTheRolesOfTheTable() =>
        Assert.All(Enum.GetValues<Right>(), right => Assert.NotEmpty(Rights.HoldersOf(right)));

    [Fact]
    public void Demand_ByNobody_AsksToSignIn() =>
        Assert.Equal(FaultReason.Unauthenticated, Caller.Anonymous.Demand(Right.ReportProgress, Own).Fault?.Reason);

    [Fact]
    public void Demand_BySomebodyWithoutTheRight_IsDeniedAlikeForEveryCity()
    {
        var caller = Someone(Role.Auditor);

        var denied = caller.Demand(Right.ReportProgress, Own).Fault;

        Assert.Equal((FaultKind.Denied, FaultReason.PermissionDenied), (denied?.Kind, denied?.Reason));
        Assert.Equal(denied, caller.Demand(Right.ReportProgress, "atlantis").Fault);
    }

    [Fact]
    public void Jurisdiction_OfAProvince_CoversTheCitiesItGuides()
    {
        var fujian = Jurisdiction.Of([], ["fujian"], province => province == "fujian" ? ["xiamen", "fuzhou"] : []);

        Assert.Equal([true, true, false], new[] { "xiamen", "fuzhou", "suzhou" }.Select(fujian.Covers));
        Assert.Equal((true, false), (fujian.CoversProvince("fujian"), fujian.CoversProvince("jiangsu")));
    }

    [Fact]
    public void May_WithSeveralRoles_IsWhatAnyOfThemHolds()
    {
        var caller = Someone(Role.InternalSystem, Role.CityReporter);

        Assert.Equal([true, false, true], new[] { caller.May(Right.ReportProgress, Own), caller.May(Right.ReportProgress, Other), caller.May(Right.ReadUnpublished, Other) });
    }

    [Fact]
    public void Ids_OfRoles_NameEachRole() =>
        Assert.Equal(Enum.GetValues<Role>().ToHashSet(), Roles.Ids.Select(id => Roles.Find(id)!.Value).ToHashSet());

    private static Caller Someone(params Role[] roles) => new("someone", "Someone", [.. roles], Jurisdiction.Of([Own], [], _ => []));
}
