using PilotPlatform.Domain.Reporting;
using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Nobody approves what is its own, whatever roles it holds; what is one's own may be sent back or withdrawn.</summary>
public sealed class OwnWorkTests
{
    /// <summary>Who has done everything in <see cref="Samples"/>.</summary>
    private const string Author = "reporter";

    private static readonly Moment At = Samples.At(1);

    private static readonly Commitment Asking = Samples.In(CommitmentState.InProgress).Take(c => c.RequestExtension("", c.Plan.DueDate.AddDays(30), "论证未完", At));

    private static readonly Commitment Closing = Samples.In(CommitmentState.InProgress).Accepted().Take(c => c.RequestClosure("", ClosureOutcome.Implemented, "已落地", At));

    public static TheoryData<string, Commitment, Func<Commitment, string, Result<Happened>>> Approvals => new()
    {
        { "city", Samples.Reported(1), (c, author) => c.AcceptReport("", 1, ReviewLevel.City, "", author) },
        { "province", Samples.Reported(1).Take(c => c.AcceptReport("", 1, ReviewLevel.City, "", "reviewer")), (c, author) => c.AcceptReport("", 1, ReviewLevel.Province, "", author) },
        { "extension", Asking, (c, author) => c.GrantExtension("", "", author) },
        { "closure", Closing, (c, author) => c.ConfirmClosure("", "", author, At) },
        { "evidence", Samples.In(CommitmentState.InProgress), (c, author) => c.JudgeEvidence("", 2, isAccepted: true, "", author, At) },
    };

    [Theory]
    [MemberData(nameof(Approvals))]
    public void Approval_OfOnesOwn_IsRefusedAndBySomebodyElseTaken(string of, Commitment commitment, Func<Commitment, string, Result<Happened>> approve)
    {
        var refused = approve(commitment, Author).Fault;

        Assert.True(refused is { Reason: FaultReason.WrongState } && refused.Message.Contains("the same person", StringComparison.Ordinal), of);
        Assert.True(approve(commitment, "somebody else").IsOk, of);
    }

    /// <summary>Who has supplemented a report has written it as it reads, whoever made it.</summary>
    [Fact]
    public void AcceptReport_ByWhoSupplementedItLast_IsRefused()
    {
        var returned = Samples.Reported(1).Take(c => c.ReturnReport("", 1, ReviewLevel.City, "缺材料", At));
        var answered = Samples.Fold(returned, returned.SupplementReport("", 1, Samples.Progress).Value, returned.Position + 1, "reviewer");

        Assert.Contains("the same person", answered.AcceptReport("", 1, ReviewLevel.City, "", "reviewer").Fault!.Message, StringComparison.Ordinal);
        Assert.True(answered.AcceptReport("", 1, ReviewLevel.City, "", Author).IsOk);
    }

    /// <summary>A city whose only reviewer has reported gets on: it returns the report, somebody else hands it in again, and two persons stand behind it.</summary>
    [Fact]
    public void AcceptReport_OfTheOnlyReviewer_IsTakenOnceSomebodyElseHandedItInAgain()
    {
        var reported = Samples.Fold(Samples.Opened, Samples.Opened.Report(Samples.Progress, "").Value, 2, "reviewer");
        Assert.Equal(FaultReason.WrongState, reported.AcceptReport("", 1, ReviewLevel.City, "", "reviewer").Fault?.Reason);

        var returned = Samples.Fold(reported, reported.ReturnReport("", 1, ReviewLevel.City, "由填报员报送", At).Value, 3, "reviewer");
        var answered = returned.Take(c => c.SupplementReport("", 1, Samples.Progress));

        Assert.True(answered.AcceptReport("", 1, ReviewLevel.City, "", "reviewer").IsOk);
    }

    [Fact]
    public void Refusal_OfOnesOwn_ApprovesNothingAndIsTaken()
    {
        Assert.True(Samples.In(CommitmentState.InProgress).JudgeEvidence("", 2, isAccepted: false, "传错文件", Author, At).IsOk);
        Assert.True(Asking.DenyExtension("", "不再需要").IsOk);
    }

    [Fact]
    public void MoveCase_ByWhoWroteOrSubmittedIt_IsNoApproval()
    {
        var drafted = Entered("writer");
        var amended = Fold(drafted, drafted.Amend("", Content, Registers.Cases).Value, "second writer");
        var submitted = Move(amended, CaseState.Submitted, "chief");
        foreach (var author in new[] { "writer", "second writer", "chief" })
            Assert.Contains("the same person", submitted.Move("", CaseState.Endorsed, "", author, Registers.Cases).Fault!.Message, StringComparison.Ordinal);

        var sentBack = Move(submitted, CaseState.Draft, "office");
        var endorsed = Move(Move(sentBack, CaseState.Submitted, "chief"), CaseState.Endorsed, "ministry");
        Assert.Equal(FaultReason.WrongState, endorsed.Move("", CaseState.Recommended, "", "chief", Registers.Cases).Fault?.Reason);
        Assert.Equal(CaseState.Recommended, Move(endorsed, CaseState.Recommended, "ministry").State);
    }

    private static readonly InnovationCase Content = new(12, "dalian", "一次申报", "一次申报、分批放行", "", "");

    private static RegisterEntry<InnovationCase, CaseState> Entered(string author) => RegisterEntry<InnovationCase, CaseState>.Fold(
        null, new ChildName(Samples.Name.Parent, "1"), new RegisterEvent<InnovationCase, CaseState>.Entered(Content), author, Samples.Day, 1);

    private static RegisterEntry<InnovationCase, CaseState> Move(RegisterEntry<InnovationCase, CaseState> entry, CaseState to, string author) =>
        Fold(entry, entry.Move("", to, "", author, Registers.Cases).Value, author);

    private static RegisterEntry<InnovationCase, CaseState> Fold(RegisterEntry<InnovationCase, CaseState> entry, RegisterEvent<InnovationCase, CaseState> happened, string author) =>
        RegisterEntry<InnovationCase, CaseState>.Fold(entry, entry.Name, happened, author, Samples.Day, entry.Position + 1);
}
