using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.ScopeRules.Cases;
using PilotPlatform.ScopeRules.RuleSets;

namespace PilotPlatform.ScopeRules;

/// <content>Cases that people wrote from the document, held against a rule set.</content>
internal sealed partial class ScopeRulesGrpc
{
    private const int MostFiles = 500;
    private const int MostCases = 10_000;
    private const int MostFailures = 1000;
    private const int LongestFile = 256 * 1024;
    private const int LongestName = 200;

    public override async Task<RunRuleSetCasesResponse> RunRuleSetCases(RunRuleSetCasesRequest request, ServerCallContext context)
    {
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        var named = frame.Snapshot.FindSet("name", request.Name);
        var set = (request.Content.IsEmpty ? named : RuleSetDesk.Compile(frame.Snapshot.Catalog, "content", request.Content, context)).Value;
        if (request.CaseFiles.Count > MostFiles)
            throw new FaultException(Fault.Invalid("case_files", $"has {request.CaseFiles.Count} files, and may have {MostFiles}"));

        var files = request.CaseFiles.Count > 0 ? [.. request.CaseFiles] : await shippedCases.ReadAsync(context.CancellationToken);
        var run = new CaseRun(set.Rules);
        var response = new RunRuleSetCasesResponse { State = frame.State.Clone() };
        response.State.RuleSet = set.File.Name;
        foreach (var (at, file) in files.Index())
        {
            if (file.FileName.Length is 0 or > LongestName)
                throw new FaultException(Fault.Invalid($"case_files[{at}].file_name", $"must have 1 to {LongestName} characters"));
            if (file.Content.Length > LongestFile)
                throw new FaultException(Fault.Invalid($"case_files[{at}].content", $"has {file.Content.Length} characters, and may have {LongestFile}"));
            var cases = RuleSetCases.Read($"case_files[{at}].content", file.Content).Value;
            if (response.CaseCount + cases.Cases.Count > MostCases)
                throw new FaultException(Fault.Invalid("case_files", $"has more than {MostCases} cases"));
            foreach (var (index, each) in cases.Cases.Index())
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                Count(response, file.FileName, index, run.WhyNot(cases, each));
            }
        }

        return response;
    }

    private static void Count(RunRuleSetCasesResponse response, string file, int index, string? problem)
    {
        response.CaseCount++;
        if (problem is null)
            response.PassedCount++;
        else if (response.Failures.Count < MostFailures)
            response.Failures.Add(new RunRuleSetCasesResponse.Types.Failure { FileName = file, Index = index, Problem = problem });
    }
}
