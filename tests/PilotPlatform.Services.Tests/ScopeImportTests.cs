using System.Net;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Services.Tests.Pages;

namespace PilotPlatform.Services.Tests;

/// <summary>Rule sets held against documents that were imported and are no editions yet.</summary>
public sealed class ScopeImportTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>Before anything is published, those who may publish are told whether the rules read it, and a rule set can be tried on it.</summary>
    [Fact]
    public async Task ValidateRuleSet_OnAnImport_SaysBeforePublishingWhatTheRulesDoNotRead()
    {
        var current = await CurrentAsync();
        var (import, _) = await suite.Client.Catalog.ImportAsync(Encoding.UTF8.GetBytes(OtherDocument.WithChengduForXian(RunningSuite.Document)));
        var (same, _) = await suite.Client.Catalog.ImportAsync(Encoding.UTF8.GetBytes(RunningSuite.Document.Replace("\n", "\r\n", StringComparison.Ordinal)));

        var unread = await suite.Scope.ValidateRuleSetAsync(new ValidateRuleSetRequest { RuleSet = "ruleSets/active", Import = import.Name }, cancellationToken: Stop);
        var read = await suite.Scope.ValidateRuleSetAsync(new ValidateRuleSetRequest { RuleSet = "ruleSets/active", Import = same.Name }, cancellationToken: Stop);
        var shipped = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "scope-rules", "ruleset.json"), Stop);
        var mended = await suite.Scope.ValidateRuleSetAsync(
            new ValidateRuleSetRequest { Content = ByteString.CopyFromUtf8(shipped.Replace("西安", "成都", StringComparison.Ordinal).Replace("xian", "chengdu", StringComparison.Ordinal)), Import = import.Name }, cancellationToken: Stop);

        Assert.Equal(["task 61, clause train, words", "task 104, clause whole, words"], unread.Problems.Select(p => p.Subject));
        Assert.Null(unread.State);
        Assert.Empty(read.Problems);
        Assert.Equal((159, current), (read.RuleSet.CoveredTaskCount, read.RuleSet.Edition));
        Assert.Empty(mended.Problems);
        Assert.Equal($"{Programme}/editions/{import.ContentSha256[..16]}", mended.RuleSet.Edition);
        Assert.Equal(current, await CurrentAsync());

        using var visitor = new FormVisitor(suite.Pages, "ministry");
        var page = WebUtility.HtmlDecode(await visitor.ReadAsync($"/imports/{import.Name.Split('/')[^1]}"));
        Assert.Contains("现行规则集不能读这份文件", page, StringComparison.Ordinal);
        Assert.Contains("任务 61、款 train、words", page, StringComparison.Ordinal);
        Assert.Contains("任务文字中没有“支持常态化开行西安—", page, StringComparison.Ordinal);
        Assert.Contains("能读这份文件：159 项任务", WebUtility.HtmlDecode(await visitor.ReadAsync($"/imports/{same.Name.Split('/')[^1]}")), StringComparison.Ordinal);
    }

    /// <summary>What an import would bring is for those who may publish it; everybody else is refused whatever it is.</summary>
    [Theory]
    [InlineData(null, StatusCode.Unauthenticated)]
    [InlineData("suzhou-reporter", StatusCode.PermissionDenied)]
    public async Task Import_AskedAboutWithoutTheRight_IsRefused(string? persona, StatusCode code)
    {
        using var other = suite.As(persona);
        var name = $"{Programme}/imports/0123456789abcdef";

        Assert.Equal(code, (await RunningSuite.RefusedAsync(() => other.ScopeRules.ValidateRuleSetAsync(new ValidateRuleSetRequest { RuleSet = "ruleSets/active", Import = name }, cancellationToken: Stop).ResponseAsync)).Code);
        Assert.Equal(code, (await RunningSuite.RefusedAsync(() => other.Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = name }, cancellationToken: Stop).ResponseAsync)).Code);
    }

    public static TheoryData<ValidateRuleSetRequest, string> BadTrials => new()
    {
        { new ValidateRuleSetRequest { RuleSet = "ruleSets/active", Import = $"{Programme}/imports/0123456789abcdef" }, "RESOURCE_NOT_FOUND" },
        { new ValidateRuleSetRequest { RuleSet = "ruleSets/none" }, "RESOURCE_NOT_FOUND" },
        { new ValidateRuleSetRequest { RuleSet = "none" }, "INVALID_NAME" },
        { new ValidateRuleSetRequest { RuleSet = "ruleSets/active", Import = "imports/1" }, "INVALID_NAME" },
        { new ValidateRuleSetRequest { RuleSet = "ruleSets/active", Content = ByteString.CopyFromUtf8("{}") }, "INVALID_ARGUMENT" },
        { new ValidateRuleSetRequest { RuleSet = "ruleSets/active", Import = $"{Programme}/imports/1", State = new ReadState() }, "INVALID_ARGUMENT" },
    };

    [Theory]
    [MemberData(nameof(BadTrials))]
    public async Task ValidateRuleSet_OfWhatCannotBeTried_IsRefused(ValidateRuleSetRequest request, string reason) =>
        Assert.Equal(reason, (await RunningSuite.RefusedAsync(() => suite.Scope.ValidateRuleSetAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);

    private async Task<string> CurrentAsync() =>
        (await suite.Client.Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Programme }, cancellationToken: Stop)).Edition;
}
