using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>What the signs of lamps say, in both languages, with places for their numbers.</summary>
internal sealed partial record LampTexts(MeasureTexts DueDate, MeasureTexts Progress, MeasureTexts Freshness)
{
    /// <summary>What is wrong with the first text that no reading could fill; null if all can be said.</summary>
    [JsonIgnore]
    public string? Problem =>
        new[] { (LampMeasure.DueDate, DueDate), (LampMeasure.Progress, Progress), (LampMeasure.Freshness, Freshness) }
            .SelectMany(of => of.Item2.All.Select(text => ProblemOf(of.Item1, text.Name, text.Text))).FirstOrDefault(problem => problem is not null)
        ?? (DueDate.Late is null ? "texts.dueDate lacks late, which is said of what is overdue" : null)
        ?? (DueDate.Asked is null ? "texts.dueDate lacks asked, which is said of what is overdue while an extension is asked for" : null)
        ?? (Freshness.Untold is null ? "texts.freshness lacks untold, which is said where nothing was reported and no lamp is lit" : null);

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Place();

    private static string? ProblemOf(LampMeasure measure, string name, LampText text)
    {
        var at = $"texts.{NameOf(measure.ToString())}.{NameOf(name)}";
        foreach (var words in new[] { text.Chinese, text.English })
        {
            if (string.IsNullOrWhiteSpace(words))
                return $"{at} says nothing in one language";
            if (Place().Matches(words).FirstOrDefault(place => !IsFilled(place.Value, measure, name)) is { } unfilled)
                return $"{at} holds {unfilled.Value}, which nothing fills there";
            if (Place().Replace(words, "").AsSpan().ContainsAny('{', '}'))
                return $"{at} has a brace without its other";
        }

        return null;
    }

    /// <summary>Whether a reading has something for a place, in the sign whose text it is.</summary>
    private static bool IsFilled(string place, LampMeasure measure, string name) => place switch
    {
        "{value}" or "{elapsed}" or "{percent}" or "{quiet}" => true,
        "{limit}" => name is nameof(MeasureTexts.Lit) or nameof(MeasureTexts.Late) or nameof(MeasureTexts.Asked) or nameof(MeasureTexts.UntoldLit) or nameof(MeasureTexts.SinceLit),
        "{late}" => name is nameof(MeasureTexts.Late) or nameof(MeasureTexts.Asked),
        "{greenDate}" => measure == LampMeasure.DueDate && name is nameof(MeasureTexts.Lit) or nameof(MeasureTexts.Asked),
        "{greenPercent}" => measure == LampMeasure.Progress && name is nameof(MeasureTexts.Lit),
        "{told}" => name is nameof(MeasureTexts.Since) or nameof(MeasureTexts.SinceLit),
        _ => false,
    };

    private static string NameOf(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

/// <summary>What the signs of one measure say.</summary>
internal sealed record MeasureTexts(
    LampText Green, LampText Lit, LampText? Late = null, LampText? Asked = null, LampText? Today = null, LampText? Yesterday = null, LampText? Untold = null, LampText? UntoldLit = null,
    LampText? Since = null, LampText? SinceLit = null)
{
    [JsonIgnore]
    public IEnumerable<(string Name, LampText Text)> All => new (string Name, LampText? Text)[]
    {
        (nameof(Green), Green), (nameof(Lit), Lit), (nameof(Late), Late), (nameof(Asked), Asked), (nameof(Today), Today), (nameof(Yesterday), Yesterday),
        (nameof(Untold), Untold), (nameof(UntoldLit), UntoldLit), (nameof(Since), Since), (nameof(SinceLit), SinceLit),
    }.Where(text => text.Text is not null).Select(text => (text.Name, text.Text!));
}

/// <summary>A text in both languages.</summary>
internal sealed record LampText(string Chinese, string English);
