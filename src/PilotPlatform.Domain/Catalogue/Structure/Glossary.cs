using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue.Structure;

/// <summary>A term and how it is translated.</summary>
/// <param name="Id">Id in names.</param>
/// <param name="Zh">The term.</param>
/// <param name="En">Its translation; <c>...</c> stands for words between its parts.</param>
/// <param name="Variants">Other forms that a sentence may need, such as a participle.</param>
public sealed record GlossaryTerm(string Id, string Zh, string En, IReadOnlyList<string>? Variants = null)
{
    /// <summary>True if a translation holds the term in one of its forms; case is of no account.</summary>
    public bool StandsIn(string translation) => (Variants ?? []).Prepend(En)
        .Any(form => Regex.IsMatch(translation, string.Join(".*", form.Split("...").Select(part => Regex.Escape(part.Trim()))), RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking));
}

/// <summary>The terms of a programme, so that one term is translated in one way.</summary>
public sealed class Glossary
{
    private readonly ImmutableArray<(string Folded, GlossaryTerm Term)> byLength;

    private Glossary(ImmutableArray<GlossaryTerm> terms)
    {
        Terms = terms;
        byLength = [.. terms.Select(t => (FoldedText.Fold(t.Zh), t)).OrderByDescending(t => t.Item1.Length)];
    }

    public ImmutableArray<GlossaryTerm> Terms { get; }

    /// <summary>A glossary of these terms; refused if a term or an id stands twice, or one is empty.</summary>
    public static Result<Glossary> Of(IEnumerable<GlossaryTerm> terms)
    {
        ImmutableArray<GlossaryTerm> all = [.. terms];
        if (all.FirstOrDefault(t => !Serial.IsId(t.Id) || FoldedText.Fold(t.Zh).Length == 0 || t.En.Length == 0) is { } empty)
            return Fault.Invalid("glossary", $"'{empty.Id}' is no id, or its term or translation is empty");
        return all.SelectMany(t => new[] { t.Id, FoldedText.Fold(t.Zh) }).GroupBy(k => k, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? Fault.Invalid("glossary", $"'{twice.Key}' stands twice")
            : new Glossary(all);
    }

    /// <summary>The terms that stand in words, the longest at each place; a term inside a longer one is part of it.</summary>
    public ImmutableArray<GlossaryTerm> In(string words)
    {
        var content = FoldedText.Fold(words);
        var found = ImmutableArray.CreateBuilder<GlossaryTerm>();
        for (var at = 0; at < content.Length;)
        {
            var start = at;
            var (folded, term) = byLength.FirstOrDefault(t => string.CompareOrdinal(content, start, t.Folded, 0, t.Folded.Length) == 0);
            if (term is not null)
                found.Add(term);
            at += folded?.Length ?? 1;
        }

        return [.. found.Distinct()];
    }
}
