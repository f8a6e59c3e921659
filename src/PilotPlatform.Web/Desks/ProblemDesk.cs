using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Desks;

/// <summary>The problems that wait to be coordinated (堵点), over all commitments.</summary>
internal static class ProblemDesk
{
    private static readonly StepForm Answer = Steps.OnProblem;

    public static Desk Desk { get; } = new("/registers/problems", "problems", [], [Answer], ReadAsync);

    private static async Task<DeskAnswer> ReadAsync(DeskQuestion question)
    {
        var cities = question.Platform.Content.Cities.Where(c => (question.City.Length == 0 || c.Name == question.City) && question.May(Right.ReadUnpublished, c.Name));
        var waiting = new List<(Commitment Commitment, Problem Problem)>();
        foreach (var city in cities)
        {
            var commitments = await AllPages.ReadAsync<Commitment>(async token =>
            {
                var page = await question.Clients.Reporting.ListCommitmentsAsync(new() { Parent = question.Programme, City = city.Name, PageSize = AllPages.Size, PageToken = token }, cancellationToken: question.Stop);
                return (page.Commitments, page.NextPageToken);
            });
            foreach (var commitment in commitments.Where(c => c.Waits.Any(w => w.Reason == WaitReason.ProblemAnswer)))
            {
                var problems = await AllPages.ReadAsync<Problem>(async token =>
                {
                    var page = await question.Clients.Workflow.ListProblemsAsync(new() { Parent = commitment.Name, PageSize = AllPages.Size, PageToken = token }, cancellationToken: question.Stop);
                    return (page.Problems, page.NextPageToken);
                });
                waiting.AddRange(problems.Where(p => p.Open).Select(p => (commitment, p)));
            }
        }

        return DeskAnswer.Of(question, waiting, w => Row(question, w.Commitment, w.Problem));
    }

    private static DeskRow Row(DeskQuestion question, Commitment commitment, Problem problem) => new(problem.Name, problem.Description, question.Words[$"ProblemLevel{problem.Level}"], commitment.Etag)
    {
        Task = commitment.PilotTask,
        Edition = commitment.Edition,
        City = commitment.City,
        Mark = "mark w",
        Link = $"/commitments/{ResourceIds.IdOf(commitment.Name)}#problems",
        Facts = [("LeadUnit", commitment.LeadUnit), ("AnswerBy", commitment.Waits.FirstOrDefault(w => w.Reason == WaitReason.ProblemAnswer)?.UntilDate?.Iso() ?? "")],
        Forms = Register.Offered((question.May(Steps.RightToAnswer(problem), commitment.City) ? Answer : null, Register.Known())),
    };
}
