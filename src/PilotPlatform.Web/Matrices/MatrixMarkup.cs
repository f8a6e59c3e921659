using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Resources;
using Verdict = PilotPlatform.Contracts.ScopeRules.V1.Decision.Types.Verdict;

namespace PilotPlatform.Web.Matrices;

/// <summary>
/// The body of the matrix, written by hand: 1431 cells as components cost several times what everything else of the page does.
/// What is not ours to say (words of the document, names) is encoded.
/// </summary>
internal sealed class MatrixMarkup
{
    /// <summary>Room for a chapter, below what the runtime keeps apart as large: a text of the whole body would be collected with the oldest generation.</summary>
    private readonly StringBuilder html = new(32 * 1024);
    private readonly MatrixView view;
    private readonly PageLanguage go;
    private readonly HtmlEncoder encoder;
    private readonly (string Id, City City)[] cities;
    private readonly Dictionary<Reach.Types.State, string> states;
    private readonly Dictionary<Verdict, string> verdicts;
    private readonly string tasks;
    private readonly string edition;

    private MatrixMarkup(MatrixView view, PageLanguage go, IStringLocalizer<Strings> words, HtmlEncoder encoder)
    {
        this.view = view;
        this.go = go;
        this.encoder = encoder;
        cities = [.. view.Platform.Content.Cities.Select(c => (encoder.Encode(ResourceIds.IdOf(c.Name)), c))];
        states = Enum.GetValues<Reach.Types.State>().ToDictionary(s => s, s => Cell(Signs.Style(s), Signs.Of(s), words[$"Short{s}"]));
        verdicts = Enum.GetValues<Verdict>().ToDictionary(v => v, v => Cell(Signs.Style(v), Signs.Of(v), words[$"Verdict{v}"]));
        tasks = go.To("/tasks/");
        edition = view.Platform.At("");
    }

    /// <summary>The rows of each chapter.</summary>
    public static IEnumerable<MarkupString> Of(MatrixView view, PageLanguage go, IStringLocalizer<Strings> words, HtmlEncoder encoder)
    {
        var markup = new MatrixMarkup(view, go, words, encoder);
        foreach (var (chapter, tasks) in view.Rows)
        {
            markup.Add(chapter, tasks);
            yield return new MarkupString(markup.html.ToString());
            markup.html.Clear();
        }
    }

    private void Add(Chapter chapter, List<PilotTask> rows)
    {
        html.Append(CultureInfo.InvariantCulture, $"<tbody><tr class=group><th scope=rowgroup colspan={cities.Length + 2}><a href=\"{go.To("/chapters/")}{chapter.Number}{edition}\">")
            .Append(encoder.Encode(go.Pick(chapter.Title.Verbatim, chapter.Title.English))).Append("</a></th></tr>");
        foreach (var task in rows)
            Add(task);
        html.Append("</tbody>");
    }

    private void Add(PilotTask task)
    {
        html.Append("<tr><th scope=row><a href=\"").Append(tasks).Append(task.Number).Append(edition).Append("\"><b>").Append(task.Number).Append("</b> <span>")
            .Append(encoder.Encode(go.Pick(task.Text.Verbatim, task.Text.English))).Append("</span></a></th>");
        var applying = 0;
        foreach (var (id, city) in cities)
        {
            var state = view.Platform.Reach(task, city);
            var verdict = view.VerdictOf(task, city);
            applying += (view.Verdicts is null ? state == Reach.Types.State.Applies : verdict == Verdict.Applies) ? 1 : 0;
            var cell = view.Verdicts is null ? states[state] : verdicts[verdict];
            var at = cell.IndexOf('#', StringComparison.Ordinal);
            html.Append(cell, 0, at).Append(tasks).Append(task.Number).Append(edition).Append('#').Append(id).Append(cell, at + 1, cell.Length - at - 1);
            if (view.LampOf(task, city) is var lamp && lamp != Commitment.Types.Lamp.Unspecified)
                html.Insert(html.Length - "</a></td>".Length, $"<em class=\"lamp {lamp}\">{Signs.Of(lamp)}</em>");
        }

        html.Append("<td>").Append(applying).Append("</td></tr>");
    }

    /// <summary>A cell, with <c>#</c> where its address goes.</summary>
    private string Cell(string style, string sign, string word) => $"<td class={style}><a href=\"#\">{sign}<i>{encoder.Encode(word)}</i></a></td>";
}
