using Google.Rpc;
using Google.Type;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests;

/// <summary>Reporting over the wire; each test has a task of its own.</summary>
public sealed class ReportingTests(RunningSuite suite)
{
    private const string Programme = RunningSuite.Programme;

    private ReportingService.ReportingServiceClient Reporting => suite.Client.Reporting;

    private static CancellationToken Stop => RunningSuite.Stop;

    public static TheoryData<Action<Commitment>, string> OutOfLimits => new()
    {
        { c => c.LeadUnit = "", "commitment.lead_unit" },
        { c => c.LeadUnit = new string('局', 101), "commitment.lead_unit" },
        { c => c.DueDate = null, "commitment.due_date" },
        { c => c.DueDate = new Date { Year = 2027, Month = 2, Day = 29 }, "commitment.due_date" },
        { c => c.CooperatingUnits.Add(" "), "commitment.cooperating_units[0]" },
        { c => c.CooperatingUnits.AddRange(Enumerable.Repeat("市财政局", 21)), "commitment.cooperating_units" },
        { c => c.Deliverables.Add(new string('件', 201)), "commitment.deliverables[0]" },
        { c => c.Milestones.Add(new Commitment.Types.Milestone { Title = "印发方案", DueDate = Desk.InDays(300) }), "commitment.milestones[0].due_date" },
        { c => c.PilotTask = "programmes/nine-cities/tasks/60", "commitment.pilot_task" },
        { c => c.City = "programmes/others/cities/hefei", "commitment.city" },
    };

    [Theory]
    [MemberData(nameof(OutOfLimits))]
    public async Task CreateCommitment_OutOfItsLimits_NamesTheField(Action<Commitment> change, string field)
    {
        var request = Opening(60, "hefei");
        change(request.Commitment);

        var (code, status, _) = await RunningSuite.RefusedAsync(() => CreateAsync(request));

        Assert.Equal(StatusCode.InvalidArgument, code);
        Assert.Contains(status.GetDetail<BadRequest>()!.FieldViolations, v => v.Field == field);
    }

    [Fact]
    public async Task CreateCommitment_SeveralFieldsOutOfLimits_NamesThemAll()
    {
        var request = Opening(60, "hefei");
        request.Commitment.LeadUnit = "";
        request.Commitment.Deliverables.Add("");

        var (_, status, _) = await RunningSuite.RefusedAsync(() => CreateAsync(request));

        Assert.Equal(["commitment.lead_unit", "commitment.deliverables[0]"], status.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field));
    }

    [Fact]
    public async Task CreateCommitment_Once_ExistsAndRestsOnWords()
    {
        var opened = await CreateAsync(Opening(11, "xian"));

        Assert.Equal(($"{Programme}/commitments/11-xian", Commitment.Types.State.NotStarted, false), (opened.Name, opened.State, opened.HasProgressPercent));
        Assert.All(opened.Basis.Quotes, quote => Assert.Contains(quote, RunningSuite.Document, StringComparison.Ordinal));
        Assert.NotEmpty(opened.Basis.Quotes);

        var (code, _, info) = await RunningSuite.RefusedAsync(() => CreateAsync(Opening(11, "xian")));
        Assert.Equal((StatusCode.AlreadyExists, "RESOURCE_EXISTS"), (code, info.Reason));
    }

    [Theory]
    [InlineData(24, "dalian", "SCOPE_UNDETERMINED")]
    [InlineData(47, "ningbo", "SCOPE_UNDETERMINED")]
    [InlineData(147, "xiamen", "SCOPE_UNDETERMINED")]
    [InlineData(151, "qingdao", "SCOPE_UNDETERMINED")]
    [InlineData(68, "suzhou", "SCOPE_DOES_NOT_REACH")]
    [InlineData(1, "beijing", "SCOPE_DOES_NOT_REACH")]
    public async Task CreateCommitment_WhereScopeDoesNotReach_IsRefusedWithTheReason(int task, string city, string reason)
    {
        var (code, status, info) = await RunningSuite.RefusedAsync(() => CreateAsync(Opening(task, city)));

        Assert.Equal((StatusCode.FailedPrecondition, reason), (code, info.Reason));
        Assert.NotEmpty(status.GetDetail<PreconditionFailure>()!.Violations);
        Assert.Matches("适用范围|试点城市", status.Message);
    }

    [Fact]
    public async Task CreateCommitment_CityThatIsNone_SuggestsTheCity()
    {
        var (code, _, info) = await RunningSuite.RefusedAsync(() => CreateAsync(Opening(1, "dalan")));

        Assert.Equal((StatusCode.InvalidArgument, "UNKNOWN_CITY"), (code, info.Reason));
        Assert.StartsWith("dalian", info.Metadata["suggestions"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateCommitment_SameRequestAtOnce_IsDoneOnce()
    {
        var request = Opening(36, "xian");
        request.RequestId = Guid.CreateVersion7().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => CreateAsync(request)));

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task CreateCommitment_RequestIdOfAnotherContent_IsRefused()
    {
        var request = Opening(37, "xian");
        request.RequestId = Guid.CreateVersion7().ToString();
        await CreateAsync(request);
        var other = Opening(38, "xian");
        other.RequestId = request.RequestId;

        Assert.Equal("REQUEST_ID_REUSED", (await RunningSuite.RefusedAsync(() => CreateAsync(other))).Info.Reason);
        other.RequestId = "again";
        Assert.Equal("request_id", (await RunningSuite.RefusedAsync(() => CreateAsync(other))).Status.GetDetail<BadRequest>()!.FieldViolations[0].Field);
    }

    [Fact]
    public async Task CreateProgressReport_WithoutANumber_IsNotAReportOfZero()
    {
        var opened = await CreateAsync(Opening(39, "xian"));
        var request = Report(opened.Name, 0);
        request.ProgressReport.ClearProgressPercent();

        var (code, status, _) = await RunningSuite.RefusedAsync(() => ReportAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, "progress_report.progress_percent"), (code, status.GetDetail<BadRequest>()!.FieldViolations[0].Field));
        Assert.Equal(0, (await ReportAsync(Report(opened.Name, 0))).ProgressPercent);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public async Task CreateProgressReport_LessThanNothingOrMoreThanAll_IsRefused(int percent)
    {
        var opened = await CreateAsync(Opening(percent < 0 ? 42 : 43, "xian"));

        var (_, status, info) = await RunningSuite.RefusedAsync(() => ReportAsync(Report(opened.Name, percent)));

        Assert.Equal(("INVALID_ARGUMENT", "progress_report.progress_percent"), (info.Reason, status.GetDetail<BadRequest>()!.FieldViolations[0].Field));
    }

    [Fact]
    public async Task CreateProgressReport_TwoWithTheSameEtag_OneWins()
    {
        var opened = await CreateAsync(Opening(40, "xian"));
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 8).Select(async percent =>
        {
            var request = Report(opened.Name, percent);
            request.Etag = opened.Etag;
            try
            {
                await ReportAsync(request);
                return "";
            }
            catch (RpcException refused)
            {
                Assert.Equal(StatusCode.Aborted, refused.StatusCode);
                return refused.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason;
            }
        }));

        Assert.Equal(["", .. Enumerable.Repeat("ETAG_MISMATCH", 7)], outcomes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CreateProgressReport_OnNoCommitment_IsNotFound() =>
        Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => ReportAsync(Report($"{Programme}/commitments/41-xian", 1)))).Info.Reason);

    [Fact]
    public async Task ListCommitments_OfACityOrATask_GivesThoseOnly()
    {
        foreach (var (task, city) in new[] { (20, "fuzhou"), (21, "fuzhou"), (20, "shenzhen") })
            await CreateAsync(Opening(task, city));

        var city20 = await Reporting.ListCommitmentsAsync(new ListCommitmentsRequest { Parent = Programme, City = $"{Programme}/cities/fuzhou" }, cancellationToken: Stop);
        var task20 = await Reporting.ListCommitmentsAsync(new ListCommitmentsRequest { Parent = Programme, PilotTask = $"{Programme}/pilotTasks/20" }, cancellationToken: Stop);

        Assert.All(city20.Commitments, c => Assert.Equal($"{Programme}/cities/fuzhou", c.City));
        Assert.All(task20.Commitments, c => Assert.Equal($"{Programme}/pilotTasks/20", c.PilotTask));
        Assert.Equal(["20-fuzhou", "21-fuzhou"], Own(city20));
        Assert.Equal(["20-fuzhou", "20-shenzhen"], Own(task20));

        static IEnumerable<string> Own(ListCommitmentsResponse listed) => // other tests open commitments too
            listed.Commitments.Select(c => c.Name.Split('/')[^1]).Where(id => id is "20-fuzhou" or "21-fuzhou" or "20-shenzhen");
    }

    private static CreateCommitmentRequest Opening(int task, string city) => new()
    {
        Parent = Programme,
        Commitment = new Commitment
        {
            PilotTask = $"{Programme}/pilotTasks/{task}",
            City = $"{Programme}/cities/{city}",
            LeadUnit = "市商务局",
            DueDate = Desk.DueDate,
        },
    };

    private static CreateProgressReportRequest Report(string commitment, int percent) => new()
    {
        Parent = commitment,
        ProgressReport = new ProgressReport { Period = "2026-11", Narrative = "已形成实施方案", ProgressPercent = percent },
    };

    private Task<Commitment> CreateAsync(CreateCommitmentRequest request) => Reporting.CreateCommitmentAsync(request, cancellationToken: Stop).ResponseAsync;

    private Task<ProgressReport> ReportAsync(CreateProgressReportRequest request) => Reporting.CreateProgressReportAsync(request, cancellationToken: Stop).ResponseAsync;
}
