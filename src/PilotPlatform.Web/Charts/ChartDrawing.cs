using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace PilotPlatform.Web.Charts;

/// <summary>Figures of one kind, one for each row of a chart.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Colour">Variable of the style sheet that colours them, so that they are right in the dark too.</param>
/// <param name="Values">The figures; not a number where there is none.</param>
public sealed record ChartSeries(string Name, string Colour, IReadOnlyList<double> Values);

/// <summary>Draws charts as SVG on the server: they need no script, and take their colours from the style sheet.</summary>
internal static partial class ChartDrawing
{
    private const int Width = 480;
    private const int RowHeight = 30;
    private const int Margins = 56;

    /// <summary>Room on either side of the lines of a chart over periods.</summary>
    private const int BesideLines = 44;

    /// <summary>What a character takes of the width of a name: Latin ones, and all wider ones.</summary>
    private const double NarrowCharacter = 7.8;
    private const double WideCharacter = 14;
    private const int BetweenNames = 10;

    /// <summary>Bars, one row a subject, stacked where there are several kinds of figures.</summary>
    public static MarkupString Bars(IReadOnlyList<string> rows, IReadOnlyList<ChartSeries> series, double? most)
    {
        var model = New(series);
        model.Axes.Add(Style(new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, ItemsSource = rows, GapWidth = 0.4 }));
        model.Axes.Add(Style(new LinearAxis { Position = AxisPosition.Bottom, Minimum = 0, Maximum = most ?? Math.Max(1, Enumerable.Range(0, rows.Count).Select(row => series.Sum(s => s.Values[row])).DefaultIfEmpty().Max()), MajorGridlineStyle = LineStyle.Solid, MinimumMajorStep = 1, MinorTickSize = 0 }));
        foreach (var (of, index) in series.Select((s, i) => (s, i)))
            model.Series.Add(new BarSeries { ItemsSource = of.Values.Select(v => new BarItem(v)).ToList(), FillColor = Ink(index), StrokeThickness = 0, IsStacked = series.Count > 1, Title = of.Name, LabelFormatString = series.Count == 1 ? "{0:0.##}" : null, FontSize = 13 });
        return Draw(model, Margins + (RowHeight * rows.Count), series);
    }

    /// <summary>Lines over periods.</summary>
    public static MarkupString Line(IReadOnlyList<string> periods, IReadOnlyList<ChartSeries> series, double most)
    {
        var model = New(series);
        model.PlotMargins = new OxyThickness(BesideLines, 8, BesideLines, 28);
        model.Axes.Add(Style(new CategoryAxis { Position = AxisPosition.Bottom, ItemsSource = Spaced(periods), Minimum = -0.5, Maximum = Math.Max(1, periods.Count) - 0.5 }));
        model.Axes.Add(Style(new LinearAxis { Position = AxisPosition.Left, Minimum = 0, Maximum = most, MajorGridlineStyle = LineStyle.Solid, MinorTickSize = 0 }));
        foreach (var (of, index) in series.Select((s, i) => (s, i)))
            model.Series.Add(new LineSeries { ItemsSource = of.Values.Select((v, i) => new DataPoint(i, v)).ToList(), Color = Ink(index), StrokeThickness = 2, MarkerType = index == 0 ? MarkerType.Circle : MarkerType.Square, MarkerSize = 4, MarkerFill = Ink(index) });
        return Draw(model, 240, series);
    }

    /// <summary>The names of periods that have room beside one another, counted from the last; the others are blank, and stand in the table.</summary>
    internal static string[] Spaced(IReadOnlyList<string> periods)
    {
        var widest = periods.Select(WidthOf).DefaultIfEmpty().Max() + BetweenNames;
        var each = Math.Max(1, (int)Math.Ceiling(periods.Count * widest / (Width - (2 * BesideLines))));
        return [.. periods.Select((period, place) => (periods.Count - 1 - place) % each == 0 ? period : "")];
    }

    private static double WidthOf(string name) => name.Sum(c => c < 0x2000 ? NarrowCharacter : WideCharacter);

    private static PlotModel New(IReadOnlyList<ChartSeries> series) => new()
    {
        Background = OxyColors.Transparent,
        PlotAreaBorderThickness = new OxyThickness(0),
        TextColor = Ink(series.Count),
        DefaultFont = "inherit",
        PlotMargins = new OxyThickness(84, 8, 44, 28),
        Padding = new OxyThickness(0),
    };

    private static T Style<T>(T axis)
        where T : Axis
    {
        axis.FontSize = 14;
        axis.TicklineColor = OxyColors.Transparent;
        axis.MajorGridlineColor = Ink(Lines);
        axis.IsZoomEnabled = false;
        return axis;
    }

    private const int Lines = 200;

    /// <summary>Colours that stand for variables of the style sheet: the last of their three bytes says for which.</summary>
    private static OxyColor Ink(int index) => OxyColor.FromRgb(1, 2, (byte)(index + 3));

    private static MarkupString Draw(PlotModel model, int height, IReadOnlyList<ChartSeries> series)
    {
        using var stream = new MemoryStream();
        new SvgExporter { Width = Width, Height = height, IsDocument = false }.Export(model, stream);
        var svg = Clip().Replace(Encoding.UTF8.GetString(stream.ToArray()), "");
        svg = Colour().Replace(svg, match =>
        {
            var index = int.Parse(match.Groups["last"].Value, CultureInfo.InvariantCulture) - 3;
            return index < series.Count ? $"var({series[index].Colour})" : index == Lines ? "var(--line)" : "var(--ink)";
        });
        var start = svg.IndexOf("<svg", StringComparison.Ordinal);
        var end = svg.IndexOf('>', start);
        return new MarkupString(string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {height}\" aria-hidden=\"true\" focusable=\"false\">") + svg[(end + 1)..]);
    }

    /// <summary>What clips a drawing: nothing of ours leaves its axes, and the library gives the rectangles the same ids in every chart of a page.</summary>
    [GeneratedRegex(@"<defs>\s*<clipPath.*?</defs>|\sclip-path=""[^""]*""", RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex Clip();

    [GeneratedRegex(@"rgb\(1,2,(?<last>[0-9]{1,3})\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Colour();
}
