using Google.Rpc;
using Google.Type;
using Grpc.Core;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>The life of a commitment over the wire, in the names of those who take its steps.</summary>
public sealed class WorkflowTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    private WorkflowService.WorkflowServiceClient Workflow => suite.Client.Workflow;

    [Fact]
    public async Task Commitment_FromOpeningToStrikingOff_GoesThroughEveryHand()
    {
        using var reporter = suite.As("qingdao-reporter");
        using var reviewer = suite.As("qingdao-reviewer");
        using var province = suite.As("shandong-office");
        using var ministry = suite.As("ministry");
        var name = (await reporter.OpenAsync(2, "qingdao")).Name;

        var dispatched = await reviewer.Workflow.DispatchCommitmentAsync(new DispatchCommitmentRequest { Name = name, Instruction = "请抓紧办理" }, cancellationToken: Stop);
        Assert.Equal((Commitment.Types.State.AwaitingAcknowledgement, Party.LeadUnit), (dispatched.State, dispatched.Waits[0].Party));
        Assert.NotNull(dispatched.Assignment.AcknowledgeByDate);
        var acknowledged = await reporter.Workflow.AcknowledgeCommitmentAsync(new AcknowledgeCommitmentRequest { Name = name, Etag = dispatched.Etag }, cancellationToken: Stop);
        Assert.Equal(Commitment.Types.State.InProgress, acknowledged.State);

        var report = await reporter.ReportAsync(name, 60);
        Assert.Equal(Party.CityReviewer, (await reporter.ReadAsync(name)).Waits[0].Party);
        var returned = await reviewer.Workflow.ReturnProgressReportAsync(new ReturnProgressReportRequest { Name = report.Name, Level = ReviewLevel.City, Reason = "缺附件" }, cancellationToken: Stop);
        Assert.Equal((ProgressReport.Types.State.Returned, 1), (returned.State, returned.ReturnCount));
        var supplement = Desk.Reporting(name, 65).ProgressReport;
        var answered = await reporter.Workflow.SupplementProgressReportAsync(new SupplementProgressReportRequest { Name = report.Name, ProgressReport = supplement }, cancellationToken: Stop);
        Assert.Equal((ProgressReport.Types.State.Submitted, 65), (answered.State, answered.ProgressPercent));
        await reviewer.Workflow.AcceptProgressReportAsync(new AcceptProgressReportRequest { Name = report.Name, Level = ReviewLevel.City }, cancellationToken: Stop);
        var accepted = await province.Workflow.AcceptProgressReportAsync(new AcceptProgressReportRequest { Name = report.Name, Level = ReviewLevel.Province, Note = "同意" }, cancellationToken: Stop);
        Assert.Equal(ProgressReport.Types.State.Accepted, accepted.State);
        using var nobody = suite.As(null);
        var got = await nobody.Reporting.GetProgressReportAsync(new GetProgressReportRequest { Name = report.Name }, cancellationToken: Stop);
        var published = Assert.Single((await nobody.Reporting.ListProgressReportsAsync(new ListProgressReportsRequest { Parent = name }, cancellationToken: Stop)).ProgressReports);
        Assert.Equal(got, published);
        Assert.Equal((65, 0, 0, ""), (published.ProgressPercent, published.Reviews.Count, published.ReturnCount, published.Author));
        Assert.Equal((supplement.Narrative, 0, 0, 1), (published.Narrative, published.Problems.Count, published.Evidence.Count, accepted.Problems.Count));
        Assert.Equal((3, 1), (accepted.Reviews.Count, accepted.ReturnCount));

        var problem = Assert.Single((await reporter.Workflow.ListProblemsAsync(new ListProblemsRequest { Parent = name }, cancellationToken: Stop)).Problems);
        foreach (var other in new[] { reviewer, province })
            Assert.Equal("PERMISSION_DENIED", await RefusedAsync(() => other.Workflow.AnswerProblemAsync(new AnswerProblemRequest { Name = problem.Name, Answer = "自行销号" }, cancellationToken: Stop).ResponseAsync));
        Assert.False((await ministry.Workflow.AnswerProblemAsync(new AnswerProblemRequest { Name = problem.Name, Answer = "细则已印发" }, cancellationToken: Stop)).Open);
        await reporter.Workflow.ReachMilestoneAsync(new ReachMilestoneRequest { Name = name, Milestone = 1, ReachedDate = Desk.Today }, cancellationToken: Stop);
        var corrected = await reporter.Workflow.CorrectMilestoneAsync(new CorrectMilestoneRequest { Name = name, Milestone = 1, Reason = "误登" }, cancellationToken: Stop);
        Assert.Null(corrected.Milestones[0].ReachedDate);

        var later = Desk.InDays(300);
        await reporter.Workflow.RequestExtensionAsync(new RequestExtensionRequest { Name = name, NewDueDate = later, Reason = "论证未完" }, cancellationToken: Stop);
        var extended = await province.Workflow.GrantExtensionAsync(new GrantExtensionRequest { Name = name }, cancellationToken: Stop);
        Assert.Equal((later, Desk.DueDate, RequestState.Granted), (extended.DueDate, extended.Extensions[0].OldDueDate, extended.Extensions[0].State));

        Assert.Equal("EVIDENCE_REQUIRED", await RefusedAsync(() => RequestClosureAsync(reporter, name)));
        var evidence = await reporter.UploadAsync(name, "批复全文"u8.ToArray());
        await RequestClosureAsync(reporter, name);
        Assert.Equal("EVIDENCE_REQUIRED", await RefusedAsync(() => ConfirmAsync(province, name)));
        await reviewer.Evidence.AcceptEvidenceAsync(new AcceptEvidenceRequest { Name = evidence.Name }, cancellationToken: Stop);
        Assert.Equal(Commitment.Types.State.Implemented, (await ConfirmAsync(province, name)).State);
        var struck = await province.Workflow.StrikeOffCommitmentAsync(new StrikeOffCommitmentRequest { Name = name }, cancellationToken: Stop);
        Assert.Equal((Commitment.Types.State.StruckOff, 0, Commitment.Types.Lamp.Unspecified), (struck.State, struck.Waits.Count, struck.Lamp));
        var reopened = await ministry.Workflow.ReopenCommitmentAsync(new ReopenCommitmentRequest { Name = name, Reason = "出现反复" }, cancellationToken: Stop);
        Assert.Equal((Commitment.Types.State.InProgress, "出现反复"), (reopened.State, reopened.Reopening.Reason));

        var history = await reporter.Overviews.ListCommitmentEventsAsync(new ListCommitmentEventsRequest { Parent = name }, cancellationToken: Stop);
        Assert.Equal(
            ["Opened", "Dispatched", "Acknowledged", "ProgressReported", "ReportReturned", "ReportSupplemented", "ReportAccepted", "ReportAccepted", "ProblemAnswered", "MilestoneReached", "MilestoneCorrected",
                "ExtensionRequested", "ExtensionGranted", "EvidenceAdded", "ClosureRequested", "EvidenceJudged", "ClosureConfirmed", "StruckOff", "Reopened"],
            history.Events.Select(e => e.Kind));
        Assert.Equal(["qingdao-reporter", "qingdao-reviewer", "qingdao-reporter"], history.Events.Take(3).Select(e => e.Author));
        Assert.Equal("请抓紧办理", history.Events[1].Content.Fields["instruction"].StringValue);
    }

    [Fact]
    public async Task Commitment_ThatIsDeclinedDeniedRefusedAndPutOff_GoesOnFromWhereItStood()
    {
        using var reporter = suite.As("qingdao-reporter");
        using var reviewer = suite.As("qingdao-reviewer");
        using var province = suite.As("shandong-office");
        var name = (await reporter.OpenAsync(11, "qingdao")).Name;
        var due = Desk.InDays(150);
        var plan = new Commitment { LeadUnit = "青岛市商务局", CooperatingUnits = { "青岛海关" }, DueDate = due, Deliverables = { "实施方案" } };

        var decomposed = await reporter.Workflow.DecomposeCommitmentAsync(new DecomposeCommitmentRequest { Name = name, Commitment = plan }, cancellationToken: Stop);
        Assert.Equal(("青岛市商务局", "青岛海关", "实施方案", due, 0), (decomposed.LeadUnit, decomposed.CooperatingUnits[0], decomposed.Deliverables[0], decomposed.DueDate, decomposed.Milestones.Count));
        plan.Etag = "\"1\"";
        Assert.Equal("ETAG_MISMATCH", await RefusedAsync(() => reporter.Workflow.DecomposeCommitmentAsync(new DecomposeCommitmentRequest { Name = name, Commitment = plan }, cancellationToken: Stop).ResponseAsync));
        plan.Etag = "";
        await reviewer.Workflow.DispatchCommitmentAsync(new DispatchCommitmentRequest { Name = name }, cancellationToken: Stop);
        var declined = await reporter.Workflow.DeclineCommitmentAsync(new DeclineCommitmentRequest { Name = name, Reason = "非本单位职责" }, cancellationToken: Stop);
        Assert.Equal((Commitment.Types.State.NotStarted, true, "非本单位职责"), (declined.State, declined.Assignment.Declined, declined.Assignment.Answer));
        await reviewer.Workflow.DispatchCommitmentAsync(new DispatchCommitmentRequest { Name = name }, cancellationToken: Stop);
        await reporter.Workflow.AcknowledgeCommitmentAsync(new AcknowledgeCommitmentRequest { Name = name }, cancellationToken: Stop);
        plan.DueDate = Desk.DueDate;
        Assert.Equal("INVALID_ARGUMENT", await RefusedAsync(() => reporter.Workflow.DecomposeCommitmentAsync(new DecomposeCommitmentRequest { Name = name, Commitment = plan }, cancellationToken: Stop).ResponseAsync));

        var extension = new RequestExtensionRequest { Name = name, NewDueDate = due, Reason = "论证未完" };
        Assert.Equal("INVALID_ARGUMENT", await RefusedAsync(() => reporter.Workflow.RequestExtensionAsync(extension, cancellationToken: Stop).ResponseAsync));
        extension.NewDueDate = Desk.DueDate;
        await reporter.Workflow.RequestExtensionAsync(extension, cancellationToken: Stop);
        Assert.Equal("WRONG_STATE", await RefusedAsync(() => reporter.Workflow.RequestExtensionAsync(extension, cancellationToken: Stop).ResponseAsync));
        var denied = await province.Workflow.DenyExtensionAsync(new DenyExtensionRequest { Name = name, Reason = "理由不足" }, cancellationToken: Stop);
        Assert.Equal((RequestState.Denied, "理由不足", due), (denied.Extensions[0].State, denied.Extensions[0].Answer, denied.DueDate));

        await reporter.UploadAsync(name, "初稿"u8.ToArray());
        await RequestClosureAsync(reporter, name);
        var refused = await province.Workflow.RefuseClosureAsync(new RefuseClosureRequest { Name = name, Reason = "未见实效" }, cancellationToken: Stop);
        Assert.Equal((Commitment.Types.State.InProgress, RequestState.Denied, "未见实效"), (refused.State, refused.Closure.State, refused.Closure.Answer));

        var until = Desk.InDays(120);
        var postponed = await province.Workflow.PostponeCommitmentAsync(new PostponeCommitmentRequest { Name = name, Reason = "政策调整", UntilDate = until }, cancellationToken: Stop);
        Assert.Equal((Commitment.Types.State.Postponed, until, Commitment.Types.Lamp.Unspecified), (postponed.State, postponed.Suspension.UntilDate, postponed.Lamp));
        Assert.Equal("WRONG_STATE", await RefusedAsync(() => reporter.ReportAsync(name, 50)));
        Assert.Equal("INVALID_ARGUMENT", await RefusedAsync(() => province.Workflow.ResumeCommitmentAsync(new ResumeCommitmentRequest { Name = name, NewDueDate = due }, cancellationToken: Stop).ResponseAsync));
        var resumed = await province.Workflow.ResumeCommitmentAsync(new ResumeCommitmentRequest { Name = name, Note = "恢复办理", NewDueDate = Desk.InDays(300) }, cancellationToken: Stop);
        Assert.Equal((Commitment.Types.State.InProgress, true, Desk.InDays(300)), (resumed.State, resumed.Suspension is null, resumed.DueDate));
        Assert.Equal((due, Desk.InDays(300), "政策调整", RequestState.Granted), (resumed.Extensions[^1].OldDueDate, resumed.Extensions[^1].NewDueDate, resumed.Extensions[^1].Reason, resumed.Extensions[^1].State));
    }

    [Fact]
    public async Task ConfirmClosure_WithAReportThatWaitsForItsReview_IsRefusedByItsName()
    {
        var name = (await suite.Client.OpenAsync(21, "qingdao")).Name;
        var report = await suite.Client.ReportAsync(name, 100);
        await suite.Colleague.Evidence.AcceptEvidenceAsync(new AcceptEvidenceRequest { Name = (await suite.Client.UploadAsync(name, "批复"u8.ToArray())).Name }, cancellationToken: Stop);
        await RequestClosureAsync(suite.Client, name);

        var (code, status, info) = await RunningSuite.RefusedAsync(() => ConfirmAsync(suite.Colleague, name));

        Assert.Equal((StatusCode.FailedPrecondition, "WRONG_STATE"), (code, info.Reason));
        Assert.Contains(report.Name, status.Message, StringComparison.Ordinal);
        await suite.Colleague.AcceptAsync(report.Name);
        Assert.Equal(Commitment.Types.State.Implemented, (await ConfirmAsync(suite.Colleague, name)).State);
    }

    /// <summary>Whoever fills in a form wrongly is told everything that is wrong with it at once.</summary>
    [Fact]
    public async Task Commands_WithSeveralFieldsThatAreWrong_TellThemAll()
    {
        var name = (await suite.Client.OpenAsync(22, "qingdao")).Name;
        var past = new Date { Year = 2020, Month = 1, Day = 31 };
        foreach (var (call, fields) in new (Func<Task>, string[])[]
        {
            (() => suite.Client.Reporting.CreateCommitmentAsync(new CreateCommitmentRequest
            {
                Parent = Desk.Programme,
                Commitment = new Commitment { PilotTask = $"{Desk.Programme}/pilotTasks/23", City = $"{Desk.Programme}/cities/qingdao", DueDate = past, Milestones = { new Commitment.Types.Milestone() } },
            }).ResponseAsync, ["commitment.lead_unit", "commitment.due_date", "commitment.milestones[0].title", "commitment.milestones[0].due_date"]),
            (() => suite.Client.Reporting.CreateCommitmentAsync(new CreateCommitmentRequest
            {
                Parent = Desk.Programme,
                Commitment = new Commitment
                {
                    PilotTask = $"{Desk.Programme}/pilotTasks/23", City = $"{Desk.Programme}/cities/qingdao", LeadUnit = "市商务局", DueDate = new Date { Month = 13 },
                    Milestones = { new Commitment.Types.Milestone { Title = "方案印发", DueDate = new Date { Year = 2090, Month = 1, Day = 1 } } },
                },
            }).ResponseAsync, ["commitment.due_date"]),
            (() => suite.Client.Reporting.CreateCommitmentAsync(new CreateCommitmentRequest { Commitment = new Commitment() }).ResponseAsync,
                ["parent", "commitment.pilot_task", "commitment.city", "commitment.lead_unit", "commitment.due_date"]),
            (() => Workflow.DecomposeCommitmentAsync(new DecomposeCommitmentRequest { Name = name, Commitment = new Commitment { DueDate = past } }).ResponseAsync, ["commitment.lead_unit", "commitment.due_date"]),
            (() => suite.Client.Reporting.CreateProgressReportAsync(new CreateProgressReportRequest
            {
                Parent = name,
                ProgressReport = new ProgressReport { Period = "2026", Problems = { new ProgressReport.Types.Problem() } },
            }).ResponseAsync, ["progress_report.period", "progress_report.narrative", "progress_report.problems[0].description", "progress_report.progress_percent", "progress_report.problems[0].level"]),
            (() => Workflow.ReturnProgressReportAsync(new ReturnProgressReportRequest { Name = $"{name}/progressReports/1" }).ResponseAsync, ["level", "reason"]),
            (() => Workflow.RequestClosureAsync(new RequestClosureRequest { Name = name }).ResponseAsync, ["outcome", "statement"]),
            (() => Workflow.RequestExtensionAsync(new RequestExtensionRequest { Name = name }).ResponseAsync, ["new_due_date", "reason"]),
            (() => Workflow.PostponeCommitmentAsync(new PostponeCommitmentRequest { Name = name, UntilDate = past }).ResponseAsync, ["reason", "until_date"]),
            (() => suite.Client.CarryOvers.ProposeCarryOverAsync(new ProposeCarryOverRequest { Name = name, Plan = new CarryOverPlan { Edition = "latest" }, Note = new string('长', 2001) }).ResponseAsync,
                ["plan.edition", "plan.decision", "note"]),
            (() => suite.Client.CarryOvers.ProposeCarryOverAsync(new ProposeCarryOverRequest
            {
                Name = name,
                Plan = new CarryOverPlan { Edition = "latest", Decision = CarryOverDecision.End, PilotTask = $"{Desk.Programme}/pilotTasks/1", Into = name },
            }).ResponseAsync, ["plan.edition", "plan.into", "plan.pilot_task", "note"]),
            (() => suite.Client.Registers.CreateRiskAsync(new CreateRiskRequest { Parent = Desk.Programme, Risk = new Risk { ReviewDate = new Date { Month = 13 } } }).ResponseAsync,
                ["risk.title", "risk.description", "risk.unit", "risk.city", "risk.pilot_task", "risk.level", "risk.review_date"]),
            (() => suite.Client.Reports.GetReportAsync(new GetReportRequest { Name = $"{Desk.Programme}/reports/progress-table", Query = new ReportQuery { Addressee = new string('长', 101) } }).ResponseAsync,
                ["query.city", "query.period", "query.addressee"]),
        })
        {
            var (code, status, _) = await RunningSuite.RefusedAsync(call);
            Assert.Equal((StatusCode.InvalidArgument, string.Join(' ', fields.Order(StringComparer.Ordinal))),
                (code, string.Join(' ', status.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field).Order(StringComparer.Ordinal))));
        }
    }

    [Fact]
    public async Task Review_ByTheProvinceBeforeTheCity_IsRefusedAndNobodyReviewsForAnother()
    {
        using var reviewer = suite.As("qingdao-reviewer");
        using var province = suite.As("shandong-office");
        var report = await suite.Client.ReportAsync((await suite.Client.OpenAsync(20, "qingdao")).Name, 20);
        AcceptProgressReportRequest Accept(ReviewLevel level) => new() { Name = report.Name, Level = level };

        Assert.Equal("WRONG_STATE", await RefusedAsync(() => province.Workflow.AcceptProgressReportAsync(Accept(ReviewLevel.Province), cancellationToken: Stop).ResponseAsync));
        Assert.Equal("PERMISSION_DENIED", await RefusedAsync(() => province.Workflow.AcceptProgressReportAsync(Accept(ReviewLevel.City), cancellationToken: Stop).ResponseAsync));
        Assert.Equal("PERMISSION_DENIED", await RefusedAsync(() => reviewer.Workflow.AcceptProgressReportAsync(Accept(ReviewLevel.Province), cancellationToken: Stop).ResponseAsync));
        Assert.Equal("INVALID_ARGUMENT", await RefusedAsync(() => reviewer.Workflow.AcceptProgressReportAsync(Accept(ReviewLevel.Unspecified), cancellationToken: Stop).ResponseAsync));
        await reviewer.Workflow.AcceptProgressReportAsync(Accept(ReviewLevel.City), cancellationToken: Stop);
        Assert.Equal("WRONG_STATE", await RefusedAsync(() => reviewer.Workflow.AcceptProgressReportAsync(Accept(ReviewLevel.City), cancellationToken: Stop).ResponseAsync));
    }

    [Fact]
    public async Task Step_OutOfItsState_IsRefusedWithStateAndStep()
    {
        var name = (await suite.Client.OpenAsync(3, "qingdao")).Name;

        var (code, status, info) = await RunningSuite.RefusedAsync(() => Workflow.StrikeOffCommitmentAsync(new StrikeOffCommitmentRequest { Name = name }, cancellationToken: Stop).ResponseAsync);

        Assert.Equal((StatusCode.FailedPrecondition, "WRONG_STATE"), (code, info.Reason));
        Assert.Contains("NotStarted", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_RepeatedWithItsRequestId_IsAnsweredAsTheFirstTimeThoughTheCommitmentWentOn()
    {
        var name = (await suite.Client.OpenAsync(4, "qingdao")).Name;
        var request = new DispatchCommitmentRequest { Name = name, Instruction = "请办理", RequestId = Guid.CreateVersion7().ToString() };
        var first = await Workflow.DispatchCommitmentAsync(request, cancellationToken: Stop);
        await Workflow.AcknowledgeCommitmentAsync(new AcknowledgeCommitmentRequest { Name = name }, cancellationToken: Stop);

        Assert.Equal(first, await Workflow.DispatchCommitmentAsync(request, cancellationToken: Stop));
        request.Instruction = "另一内容";
        Assert.Equal("REQUEST_ID_REUSED", await RefusedAsync(() => Workflow.DispatchCommitmentAsync(request, cancellationToken: Stop).ResponseAsync));
    }

    [Fact]
    public async Task Step_WithAStaleEtag_IsRefused()
    {
        var opened = await suite.Client.OpenAsync(5, "qingdao");
        await suite.Client.ReportAsync(opened.Name, 10);

        Assert.Equal("ETAG_MISMATCH", await RefusedAsync(() =>
            Workflow.PostponeCommitmentAsync(new PostponeCommitmentRequest { Name = opened.Name, Reason = "政策调整", Etag = opened.Etag }, cancellationToken: Stop).ResponseAsync));
    }

    [Fact]
    public async Task Escalate_WhatNobodyIgnored_IsRefused()
    {
        var name = (await suite.Client.OpenAsync(6, "qingdao")).Name;
        var escalation = new EscalateCommitmentRequest { Name = name, Level = EscalationLevel.Blue };
        Assert.Equal("NOTHING_IGNORED", await RefusedAsync(() => Workflow.EscalateCommitmentAsync(escalation, cancellationToken: Stop).ResponseAsync));

        var reminded = await Workflow.RemindCommitmentAsync(new RemindCommitmentRequest { Name = name, Text = "请分解任务" }, cancellationToken: Stop);

        Assert.Equal((Party.City, "请分解任务"), (reminded.Reminder.Party, reminded.Reminder.Text));
        Assert.Equal("NOTHING_IGNORED", await RefusedAsync(() => Workflow.EscalateCommitmentAsync(escalation, cancellationToken: Stop).ResponseAsync));
        escalation.Level = EscalationLevel.Unspecified;
        Assert.Equal("INVALID_ARGUMENT", await RefusedAsync(() => Workflow.EscalateCommitmentAsync(escalation, cancellationToken: Stop).ResponseAsync));
    }

    [Fact]
    public async Task Merge_IntoWhatDoesNotExist_IsNotFound()
    {
        var name = (await suite.Client.OpenAsync(7, "qingdao")).Name;
        var into = new MergeCommitmentRequest { Name = name, Into = $"{Desk.Programme}/commitments/8-qingdao", Reason = "同一事项" };
        Assert.Equal("RESOURCE_NOT_FOUND", await RefusedAsync(() => Workflow.MergeCommitmentAsync(into, cancellationToken: Stop).ResponseAsync));

        await suite.Client.OpenAsync(8, "qingdao");
        var merged = await Workflow.MergeCommitmentAsync(into, cancellationToken: Stop);

        Assert.Equal((Commitment.Types.State.Merged, into.Into), (merged.State, merged.MergedInto));
        Assert.Equal("WRONG_STATE", await RefusedAsync(() => suite.Client.ReportAsync(name, 10)));
    }

    [Theory]
    [InlineData("qingdao-reporter", "DecideClosure")]
    [InlineData("dalian-reviewer", "other city")]
    [InlineData("liaoning-office", "other province")]
    [InlineData("auditor", "reads only")]
    [InlineData(null, "nobody")]
    public async Task StrikeOff_ByWhoMayNot_IsRefusedWhetherOrNotItExists(string? persona, string why)
    {
        Assert.NotEmpty(why);
        using var caller = suite.As(persona);

        var reason = await RefusedAsync(() => caller.Workflow.StrikeOffCommitmentAsync(new StrikeOffCommitmentRequest { Name = $"{Desk.Programme}/commitments/159-qingdao" }, cancellationToken: Stop).ResponseAsync);

        Assert.Equal(persona is null ? "UNAUTHENTICATED" : "PERMISSION_DENIED", reason);
    }

    [Fact]
    public async Task GetCommitment_ByThePublic_ShowsWhatWasAcceptedAndNotWhatWasSaid()
    {
        var name = (await suite.Client.OpenAsync(9, "qingdao")).Name;
        await suite.Client.ReportAsync(name, 10);
        await Workflow.RemindCommitmentAsync(new RemindCommitmentRequest { Name = name, Text = "请审核" }, cancellationToken: Stop);
        using var nobody = suite.As(null);

        var seen = await nobody.ReadAsync(name);
        var reports = await nobody.Reporting.ListProgressReportsAsync(new ListProgressReportsRequest { Parent = name }, cancellationToken: Stop);

        Assert.Equal((Commitment.Types.Lamp.Green, true, 0, 0), (seen.Lamp, seen.Reminder is null, seen.Waits.Count, reports.TotalSize));
        Assert.Equal((false, true, "", 0, 0), (seen.HasProgressPercent, seen.LastReportTime is null, seen.Author, seen.OpenProblemCount, seen.LampReading.ProgressPercent));
        Assert.Equal((10, 1), ((await suite.Client.ReadAsync(name)).ProgressPercent, (await suite.Client.ReadAsync(name)).OpenProblemCount));
        foreach (var level in new[] { ReviewLevel.City, ReviewLevel.Province })
        {
            Assert.False((await nobody.ReadAsync(name)).HasProgressPercent);
            await suite.Colleague.Workflow.AcceptProgressReportAsync(new AcceptProgressReportRequest { Name = $"{name}/progressReports/1", Level = level }, cancellationToken: Stop);
        }

        Assert.Equal(10, (await nobody.ReadAsync(name)).ProgressPercent);
        Assert.All(seen.LampReading.Signs, sign => Assert.NotEmpty(sign.Chinese));
        Assert.Equal("UNAUTHENTICATED", await RefusedAsync(() => nobody.Workflow.ListProblemsAsync(new ListProblemsRequest { Parent = name }, cancellationToken: Stop).ResponseAsync));
    }

    /// <summary>A report of an earlier period pushes the others on: the next page would give one again.</summary>
    [Fact]
    public async Task ListProgressReports_WhereOneWasFiledSinceTheFirstPage_RefusesTheNext()
    {
        var name = (await suite.Client.OpenAsync(79, "qingdao")).Name;
        foreach (var period in new[] { "2026-09", "2026-10" })
            await suite.Client.ReportAsync(name, 10, period);
        var request = new ListProgressReportsRequest { Parent = name, PageSize = 1 };
        request.PageToken = (await suite.Client.Reporting.ListProgressReportsAsync(request, cancellationToken: Stop)).NextPageToken;
        Assert.Equal("2026-10", (await suite.Client.Reporting.ListProgressReportsAsync(request, cancellationToken: Stop)).ProgressReports.Single().Period);

        await suite.Client.ReportAsync(name, 10, "2026-08");

        Assert.Equal("INVALID_PAGE_TOKEN", await RefusedAsync(() => suite.Client.Reporting.ListProgressReportsAsync(request, cancellationToken: Stop).ResponseAsync));
    }

    [Fact]
    public async Task ListCommitments_ByStateLampAndWhoIsWaitedFor_GivesThoseOnly()
    {
        var name = (await suite.Client.OpenAsync(10, "qingdao")).Name;
        await Workflow.DispatchCommitmentAsync(new DispatchCommitmentRequest { Name = name }, cancellationToken: Stop);
        ListCommitmentsRequest Asking() => new() { Parent = Desk.Programme, City = $"{Desk.Programme}/cities/qingdao", PilotTask = $"{Desk.Programme}/pilotTasks/10" };
        async Task<int> CountAsync(Action<ListCommitmentsRequest> filter)
        {
            var request = Asking();
            filter(request);
            return (await suite.Client.Reporting.ListCommitmentsAsync(request, cancellationToken: Stop)).TotalSize;
        }

        Assert.Equal(1, await CountAsync(r => r.States.Add(Commitment.Types.State.AwaitingAcknowledgement)));
        Assert.Equal(0, await CountAsync(r => r.States.Add(Commitment.Types.State.InProgress)));
        Assert.Equal(1, await CountAsync(r => r.Lamps.Add(Commitment.Types.Lamp.Green)));
        Assert.Equal(0, await CountAsync(r => r.Lamps.Add(Commitment.Types.Lamp.Red)));
        Assert.Equal(1, await CountAsync(r => r.WaitingOn.Add(Party.LeadUnit)));
        Assert.Equal(0, await CountAsync(r => r.WaitingOn.Add(Party.Ministry)));
        Assert.Equal(0, await CountAsync(r => r.OverdueOnly = true));
    }

    /// <summary>Who is waited for is not published, and what is past its due date is: the overview counts it for everybody.</summary>
    [Fact]
    public async Task ListCommitments_ByThePublic_KnowsOverdueOnlyByTheDueDate()
    {
        var name = (await suite.Client.OpenAsync(80, "qingdao")).Name;
        using var nobody = suite.As(null);

        var overdue = await nobody.Reporting.ListCommitmentsAsync(new ListCommitmentsRequest { Parent = Desk.Programme, OverdueOnly = true }, cancellationToken: Stop);
        Assert.DoesNotContain(overdue.Commitments, c => c.Name == name);
        Assert.Equal("UNAUTHENTICATED", await RefusedAsync(() => nobody.Reporting.ListCommitmentsAsync(new ListCommitmentsRequest { Parent = Desk.Programme, WaitingOn = { Party.City } }, cancellationToken: Stop).ResponseAsync));
    }

    private static Task<Commitment> RequestClosureAsync(PilotPlatformClient client, string name) => client.Workflow.RequestClosureAsync(
        new RequestClosureRequest { Name = name, Outcome = ClosureOutcome.Implemented, Statement = "首批企业已受惠" }, cancellationToken: Stop).ResponseAsync;

    private static Task<Commitment> ConfirmAsync(PilotPlatformClient client, string name) =>
        client.Workflow.ConfirmClosureAsync(new ConfirmClosureRequest { Name = name }, cancellationToken: Stop).ResponseAsync;

    private static async Task<string> RefusedAsync(Func<Task> call) => (await RunningSuite.RefusedAsync(call)).Info.Reason;
}
