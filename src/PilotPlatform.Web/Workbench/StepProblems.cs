using System.Globalization;
using System.Text.RegularExpressions;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Localization;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Web.Workbench;

/// <summary>What was wrong with a form: beside the fields that it is about, or with the whole.</summary>
/// <param name="Form">Which form, by what it is about and its step.</param>
/// <param name="Values">What was filled in, so that nobody has to do it again.</param>
/// <param name="OfFields">Problems by field.</param>
/// <param name="Reason">Why the whole was refused, as the contract calls it; empty if fields were.</param>
/// <param name="Message">The refusal in the words of the service.</param>
public sealed partial record StepProblems(string Form, IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, string> OfFields, string Reason, string Message)
{
    /// <summary>The refusal for an English page, with the reason of the rules in English where they give one.</summary>
    public string EnglishMessage { get; private init; } = "";

    /// <summary>Whether the scope is why, so that the refusal quotes it.</summary>
    public bool IsOfScope => EnglishMessage != Message;

    /// <summary>Resource name of the commitment that is there already; null if that is not why.</summary>
    public string? Existing { get; private init; }

    /// <summary>What the catalogue says of an upload: all of it is about the file that was chosen.</summary>
    private static readonly string[] OfTheFile = ["document", "size_bytes", "chunk", "sha256", "media_type", "file_name"];

    /// <summary>Problems of a refusal; null for a failure that is none of the form's.</summary>
    public static StepProblems? Of(string form, Posted posted, RpcException refused)
    {
        if (refused.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown)
            return null;
        var status = refused.GetRpcStatus();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var violation in status?.GetDetail<BadRequest>()?.FieldViolations ?? [])
            fields[Leaf(violation.Field, posted)] = violation.Description;
        if (refused.StatusCode == StatusCode.NotFound && FieldOf(status?.GetDetail<ResourceInfo>()?.ResourceName ?? "", posted) is { } field)
            fields[field] = refused.Status.Detail;
        var info = status?.GetDetail<ErrorInfo>();
        return new StepProblems(form, posted.Fields, fields, info?.Reason ?? refused.StatusCode.ToString(), refused.Status.Detail)
        {
            EnglishMessage = InEnglish(refused.Status.Detail, info),
            Existing = refused.StatusCode == StatusCode.AlreadyExists && status?.GetDetail<ResourceInfo>()?.ResourceName is { } existing && existing.Split('/') is [.., "commitments", _] ? existing : null,
        };
    }

    /// <summary>The field that names what does not exist; null if none does.</summary>
    private static string? FieldOf(string missing, Posted posted) => missing.Split('/') switch
    {
        [.., "pilotTasks", var number] when posted["pilot_task"] == number => "pilot_task",
        [.., "commitments", var id] when posted["into"].Length > 0 && (posted["into"] == id || id.StartsWith(posted["into"] + "-", StringComparison.Ordinal)) => "into",
        _ => null,
    };

    /// <summary>The message with the reason of the rules in English, where they give one.</summary>
    private static string InEnglish(string message, ErrorInfo? info) =>
        info?.Metadata.GetValueOrDefault("scope_reason") is { Length: > 0 } chinese && info.Metadata.GetValueOrDefault("english_scope_reason") is { Length: > 0 } english
            ? message.Replace(chinese, english, StringComparison.Ordinal)
            : message;

    /// <summary>The same with scopes that the refusal quotes as they are translated: the words themselves stand on the page of the task.</summary>
    public StepProblems InEnglish(IEnumerable<PilotTask> tasks) => this with { EnglishMessage = tasks.Aggregate(EnglishMessage, (message, task) => Components.Reasons.InEnglish(message, task)) };

    /// <summary>What a field or a place is called: as the pages call it, a line by its number, else as it is.</summary>
    public static string NameOf(IStringLocalizer words, string field)
    {
        var (alike, ordinal) = StepField.Apart(field);
        if (words[$"Field-{alike}"] is { ResourceNotFound: false } named)
            return ordinal > 1 ? $"{named} {ordinal}" : named;
        if (words[$"Check-{field.Split(", ")[0]}"] is { ResourceNotFound: false } check)
            return string.Join(words["ListSeparator"], field.Split(", ").Skip(1).Select(part => PartOf(words, part)).Prepend(check));
        var rest = field.Split([' ', ','], 3);
        return rest is ["line", var number, .. var behind] ? $"{words["LineOf", number]}{string.Concat(behind)}"
            : rest[0] == "task" ? string.Join(words["ListSeparator"], field.Split(", ").Select(part => PartOf(words, part)))
            : field;
    }

    /// <summary>A part of the place at which a rule set does not read a document: a task, a line, a clause, or a member of the file as it is.</summary>
    private static string PartOf(IStringLocalizer words, string part) => part.Split(' ', 2) switch
    {
        ["task", var number] => words["TaskNumber", number],
        ["line", var number] => words["LineOf", number],
        ["clause", var id] => words["ClauseOfId", id],
        _ => part,
    };

    /// <summary>The field of a form that a field path ends in: <c>commitment.milestones[0].title</c> is about milestones.</summary>
    private static string Leaf(string path, Posted posted)
    {
        if (OfAProblem().Match(path) is { Success: true } problem)
            return Steps.FieldOfProblem(posted, int.Parse(problem.Groups["index"].Value, CultureInfo.InvariantCulture), isLevel: problem.Groups["level"].Success);
        if (path.StartsWith("progress_report.evidence", StringComparison.Ordinal))
            return "documents";
        if (OfTheFile.Contains(path))
            return "file";
        var bracket = path.IndexOf('[', StringComparison.Ordinal);
        var before = bracket < 0 ? path : path[..bracket];
        return before[(before.LastIndexOf('.') + 1)..];
    }

    [GeneratedRegex(@"problems\[(?<index>[0-9]{1,3})\](\.(description|(?<level>level)))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfAProblem();
}
