using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Desks;

/// <summary>The problems that wait to be coordinated (堵点), over all commitments.</summary>
internal static class ProblemDesk
{
    private const int WholeList = 1000;

    private static readonly StepForm Answer = Steps.OnProblem;

    public static Desk Desk { get; } = new("/registers/problems", "problems", [], [Answer], ReadAsync);

    private static async Task<DeskAnswer> ReadAsync(DeskQuestion question)
    {
        var cities = question.Platform.Content.Cities.Where(c => (question.City.Length == 0 || c.Name == question.City) && question.May(Right.ReadUnpublished, c.Name));
        var rows = new List<DeskRow>();
        foreach (var city in cities)
        {
            var request = new ListCommitmentsRequest { Parent = question.Programme, City = city.Name, PageSize = WholeList };
            var commitments = (await question.Clients.Reporting.ListCommitmentsAsync(request, cancellationToken: question.Stop)).Commitments;
            foreach (var commitment in commitments.Where(c => c.Waits.Any(w => w.Reason == WaitReason.ProblemAnswer)))
            {
                var problems = await question.Clients.Workflow.ListProblemsAsync(new() { Parent = commitment.Name, PageSize = WholeList }, cancellationToken: question.Stop);
                rows.AddRange(problems.Problems.Where(p => p.Open).Select(p => Row(question, commitment, p)));
            }
        }

        return new DeskAnswer(rows, "", rows.Count);
    }

    private static DeskRow Row(DeskQuestion question, Commitment commitment, Problem problem) => new(problem.Name, problem.Description, question.Words[$"ProblemLevel{problem.Level}"], commitment.Etag)
    {
        Task = commitment.PilotTask,
        Edition = commitment.Edition,
        City = commitment.City,
        Mark = "mark w",
        Link = $"/commitments/{Reading.ResourceIds.IdOf(commitment.Name)}#problems",
        Facts = [("LeadUnit", commitment.LeadUnit), ("AnswerBy", commitment.Waits.FirstOrDefault(w => w.Reason == WaitReason.ProblemAnswer)?.UntilDate?.Iso() ?? "")],
        Forms = Register.Offered((question.May(Steps.RightToAnswer(problem), commitment.City) ? Answer : null, Register.Known())),
    };
}
