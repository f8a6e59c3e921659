using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Localization;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web.Workbench;

/// <summary>What somebody said and set with an entry of the history, as the page calls it.</summary>
internal static class EventWords
{
    /// <summary>Parts of what the ledger holds of an entry, in the order in which they are read, with the key of their name and, where they name one of several things, the beginning of the keys of these.</summary>
    private static readonly (string Path, string Label, string? Words)[] Parts =
    [
        ("plan.leadUnit", "LeadUnit", null), ("plan.cooperatingUnits", "CooperatingUnits", null), ("plan.dueDate", "DueDate", null), ("plan.milestones", "Milestones", null), ("plan.deliverables", "Deliverables", null),
        ("progress.period", "Period", null), ("progress.percent", "Progress", null), ("progress.narrative", "Field-narrative", null), ("progress.problems", "Problems", null),
        ("document.title", "Evidence", null), ("document.fileName", "SourceFile", null), ("document.reference", "Field-reference", null), ("document.validUntil", "Field-valid_until_date", null),
        ("isAccepted", "Field-judgement", "Evidence"), ("outcome", "Field-outcome", "Outcome-"), ("level", "Field-level", ""), ("party", "RemindedParty", "Party"), ("for", "About", "Wait"), ("into", "MergedInto", null),
        ("index", "Field-milestone", null), ("reachedDate", "Field-reached_date", null), ("validUntil", "Field-valid_until_date", null), ("newDueDate", "Field-new_due_date", null),
        ("instruction", "Field-instruction", null), ("text", "Field-text", null), ("statement", "Field-statement", null), ("answer", "Field-answer", null), ("reason", "Field-reason", null), ("note", "Field-note", null),
        ("plan.decision", "Field-decision", "CarryOver"), ("plan.taskNumber", "Field-pilot_task", null), ("plan.into", "MergedInto", null),
        ("acknowledgeBy", "AcknowledgeBy", null), ("answerBy", "AnswerBy", null), ("until", "Field-until_date", null),
    ];

    /// <summary>What is said of one of several units, deliverables, milestones or problems.</summary>
    private static readonly string[] OfAnItem = ["dueDate", "title", "description"];

    /// <summary>The words of an entry; what is empty is left out.</summary>
    public static IEnumerable<(string Label, string Text)> Of(CommitmentEvent entry, CommitmentView view, IStringLocalizer words)
    {
        if (entry.Content is null)
            yield break;
        if (SubjectOf(entry, view, words) is { Length: > 0 } subject)
            yield return (words["About"], subject);
        foreach (var (path, label, prefix) in Parts)
            if (Find(entry.Content, path) is { } value && Said(value, path, prefix == "" ? LevelOf(entry.Kind) : prefix, words) is { Length: > 0 } said)
                yield return (words[label], said);
    }

    /// <summary>Reviews and escalations both have levels.</summary>
    private static string LevelOf(string kind) => kind == "Escalated" ? "Escalation" : "Review";

    /// <summary>The report, the problem or the document that an entry is about, where it only has its number; and the plan that an answer to it is about, which has none.</summary>
    private static string? SubjectOf(CommitmentEvent entry, CommitmentView view, IStringLocalizer words)
    {
        var serial = Find(entry.Content, "serial") is { } number ? number.NumberValue.ToString(CultureInfo.InvariantCulture) : "";
        return entry.Kind switch
        {
            "ReportAccepted" or "ReportReturned" => view.Reports.FirstOrDefault(r => ResourceIds.IdOf(r.Name) == serial)?.Period,
            "EvidenceJudged" or "EvidenceExpired" => view.Evidence.FirstOrDefault(e => ResourceIds.IdOf(e.Name) == serial)?.Title,
            "ProblemAnswered" => view.Raised.FirstOrDefault(p => ResourceIds.IdOf(p.Name) == serial)?.Description,
            "CarryOverAccepted" or "CarryOverReturned" or "CarryOverLapsed" => PlanBefore(entry, view, words),
            _ => null,
        };
    }

    private static string? PlanBefore(CommitmentEvent entry, CommitmentView view, IStringLocalizer words) =>
        view.Events.LastOrDefault(e => e.Kind == "CarryOverProposed" && e.LedgerPosition < entry.LedgerPosition)?.Content is { } proposed
            ? string.Join(" · ", Parts.Where(p => p.Path.StartsWith("plan.", StringComparison.Ordinal))
                .Select(p => Find(proposed, p.Path) is { } value && Said(value, p.Path, p.Words, words) is { Length: > 0 } said ? p.Path == "plan.taskNumber" ? words["TaskNumber", said].Value : said : "")
                .Where(said => said.Length > 0))
            : null;

    private static Value? Find(Struct content, string path)
    {
        Value? value = null;
        foreach (var name in path.Split('.'))
        {
            var within = value is null ? content : value.StructValue;
            if (within is null || !within.Fields.TryGetValue(name, out value))
                return null;
        }

        return value;
    }

    private static string? Said(Value value, string path, string? prefix, IStringLocalizer words) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue when path.EndsWith("into", StringComparison.Ordinal) => ResourceIds.IdOf(value.StringValue),
        Value.KindOneofCase.StringValue when prefix is not null && value.StringValue.Length > 0 => words[prefix + char.ToUpperInvariant(value.StringValue[0]) + value.StringValue[1..]],
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.BoolValue => words[prefix + (value.BoolValue ? "Accepted" : "Rejected")],
        Value.KindOneofCase.NumberValue when path == "index" => (value.NumberValue + 1).ToString(CultureInfo.InvariantCulture),
        Value.KindOneofCase.NumberValue => value.NumberValue.ToString(CultureInfo.InvariantCulture) + (path == "progress.percent" ? " %" : ""),
        Value.KindOneofCase.ListValue => string.Join(words["ListSeparator"], value.ListValue.Values.Select(OfList)),
        _ => null,
    };

    private static string OfList(Value item) => item.KindCase == Value.KindOneofCase.StructValue
        ? string.Join(' ', OfAnItem.Select(name => item.StructValue.Fields.GetValueOrDefault(name)?.StringValue).Where(part => !string.IsNullOrEmpty(part)))
        : item.StringValue;
}
