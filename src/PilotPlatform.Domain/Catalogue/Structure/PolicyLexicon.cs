using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue.Structure;

/// <summary>
/// The policy verbs of a programme. A clause has the force of the verb it begins with, lead-ins such as 进一步 set aside, and of
/// that verb alone: 研究支持… is a study of supporting. A clause that begins with none has the force of the first verb inside it
/// that counts anywhere.
/// </summary>
public sealed class PolicyLexicon
{
    private const string ClauseEnds = ",;:.。!?";

    private readonly ImmutableArray<PolicyVerb> verbs;
    private readonly ImmutableArray<string> leadIns;

    private PolicyLexicon(ImmutableArray<PolicyVerb> verbs, ImmutableArray<string> leadIns)
    {
        this.verbs = verbs;
        this.leadIns = leadIns;
    }

    /// <summary>A lexicon of these verbs; refused if one is empty or has two forces.</summary>
    public static Result<PolicyLexicon> Of(IEnumerable<PolicyVerb> verbs, IEnumerable<string> leadIns)
    {
        ImmutableArray<PolicyVerb> all = [.. verbs.Select(v => v with { Words = FoldedText.Fold(v.Words) }).OrderByDescending(v => v.Words.Length)];
        ImmutableArray<string> leads = [.. leadIns.Select(FoldedText.Fold).OrderByDescending(l => l.Length)];
        if (all.Any(v => v.Words.Length == 0) || leads.Contains(""))
            return Fault.Invalid("verbs", "a verb or a lead-in is empty");
        return all.GroupBy(v => v.Words, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? Fault.Invalid("verbs", $"'{twice.Key}' stands twice")
            : new PolicyLexicon(all, leads);
    }

    /// <summary>The forces of a text in their order, at most one a clause.</summary>
    public ImmutableArray<ForceMark> Find(Passage text)
    {
        var folded = FoldedText.Of(text.Verbatim);
        var marks = ImmutableArray.CreateBuilder<ForceMark>();
        foreach (var (start, end) in Clauses(folded.Content))
            if (VerbOf(folded.Content, start, end) is var (verb, at))
                marks.Add(new ForceMark(verb.Force, text.Part(folded.SpanOf(at, verb.Words.Length))));

        return marks.ToImmutable();
    }

    private static IEnumerable<(int Start, int End)> Clauses(string content)
    {
        var start = 0;
        for (var i = 0; i <= content.Length; i++)
        {
            if (i < content.Length && !ClauseEnds.Contains(content[i], StringComparison.Ordinal))
                continue;
            if (i > start)
                yield return (start, i);
            start = i + 1;
        }
    }

    private (PolicyVerb Verb, int At)? VerbOf(string content, int start, int end)
    {
        var at = start;
        do
        {
            if (VerbAt(content, at, end, anywhere: false) is { } verb)
                return (verb, at);
        }
        while (LeadInAt(content, at, end) is var length && (at += length) < end && length > 0);

        for (at = start; at < end; at++)
            if (VerbAt(content, at, end, anywhere: true) is { } verb)
                return (verb, at);
        return null;
    }

    private PolicyVerb? VerbAt(string content, int at, int end, bool anywhere) => verbs.FirstOrDefault(v =>
        (v.Anywhere || !anywhere) && at + v.Words.Length <= end && StandsAt(content, at, v.Words)
        && !(v.NotBefore ?? []).Any(words => StandsAt(content, at + v.Words.Length, words))
        && !(v.NotAfter ?? []).Any(words => at >= words.Length && StandsAt(content, at - words.Length, words)));

    private int LeadInAt(string content, int at, int end) =>
        leadIns.FirstOrDefault(l => at + l.Length <= end && StandsAt(content, at, l))?.Length ?? 0;

    private static bool StandsAt(string content, int at, string words) => string.CompareOrdinal(content, at, words, 0, words.Length) == 0;
}
