using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>A problem is answered by the party that it waits for, and by nobody else.</summary>
public sealed class ProblemAnswerTests
{
    public static TheoryData<ProblemLevel, Role> Pairs => new(
        from level in Enum.GetValues<ProblemLevel>() from role in Enum.GetValues<Role>() select (level, role));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void AnswerProblem_OfALevel_IsTheRightOfItsPartyOnly(ProblemLevel level, Role role)
    {
        var answers = level switch
        {
            ProblemLevel.City => Role.CityReviewer,
            ProblemLevel.Province => Role.ProvincialOffice,
            _ => Role.Ministry,
        };

        var taken = Raised(level).AnswerProblem("", 1, "已协调", Someone(role, Samples.Name.City));

        Assert.Equal(role == answers ? null : FaultReason.PermissionDenied, taken.Fault?.Reason);
    }

    [Theory]
    [InlineData(ProblemLevel.City, Role.CityReviewer)]
    [InlineData(ProblemLevel.Province, Role.ProvincialOffice)]
    public void AnswerProblem_OfAnotherCity_IsDenied(ProblemLevel level, Role role) =>
        Assert.Equal(FaultReason.PermissionDenied, Raised(level).AnswerProblem("", 1, "已协调", Someone(role, "elsewhere")).Fault?.Reason);

    private static Commitment Raised(ProblemLevel level) =>
        Samples.Opened.Take(c => c.Report(Samples.Progress with { Problems = [new Problem("缺少实施细则", level)] }, ""));

    private static Caller Someone(Role role, string city) => new("someone", "", [role], Jurisdiction.Of([city], [], _ => []));
}
