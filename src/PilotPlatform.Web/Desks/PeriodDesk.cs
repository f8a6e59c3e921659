using System.Globalization;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;
using static PilotPlatform.Web.Workbench.StepField;

namespace PilotPlatform.Web.Desks;

/// <summary>The reporting periods: their windows, and what was frozen (期末封账).</summary>
internal static class PeriodDesk
{
    private static readonly StepForm Open = new("OpenPeriodWindow", Right.FreezePeriod, [Optional("city", FieldKind.City), Optional("closes_date", FieldKind.Day)],
        (c, f, stop) => c.Periods.OpenPeriodWindowAsync(new() { Name = f.Name, City = f.City, ClosesDate = f.Day("closes_date"), RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync);

    private static readonly StepForm Close = new("ClosePeriodWindow", Right.FreezePeriod, [Reason], CloseAsync);

    /// <summary>A city closes its own window only.</summary>
    private static readonly StepForm CloseForCity = new("CloseCityWindow", Right.ReviewForCity, [StepField.City, Reason], CloseAsync);

    private static readonly StepForm Freeze = new("FreezePeriod", Right.FreezePeriod, [],
        (c, f, stop) => c.Periods.FreezePeriodAsync(new() { Name = f.Name, RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync);

    private static readonly StepForm Reopen = new("ReopenPeriod", Right.FreezePeriod, [Reason],
        (c, f, stop) => c.Periods.ReopenPeriodAsync(new() { Name = f.Name, Reason = f["reason"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync);

    public static Desk Desk { get; } = new("/periods", "periods", [], [Open, Close, CloseForCity, Freeze, Reopen], ReadAsync) { HasCities = false };

    /// <summary>Ids of the month and the quarter of a day, and of those before them, which are frozen when they are over.</summary>
    public static IEnumerable<string> Around(DateOnly day) =>
        new[] { day, day.AddMonths(-1) }.Select(d => $"{d:yyyy-MM}").Concat(new[] { day, day.AddMonths(-3) }.Select(d => $"{d.Year:D4}-q{((d.Month - 1) / 3) + 1}"));

    private static async Task<DeskAnswer> ReadAsync(DeskQuestion question)
    {
        var touched = await AllPages.ReadAsync<Period>(async token =>
        {
            var page = await question.Clients.Periods.ListPeriodsAsync(new() { Parent = question.Programme, PageSize = AllPages.Size, PageToken = token }, cancellationToken: question.Stop);
            return (page.Periods, page.NextPageToken);
        });
        var others = Around(question.Today).Select(id => $"{question.Programme}/periods/{id}").Except(touched.Select(p => p.Name));
        var untouched = await Task.WhenAll(others.Select(name => question.Clients.Periods.GetPeriodAsync(new() { Name = name }, cancellationToken: question.Stop).ResponseAsync));
        Period[] periods = [.. touched.Concat(untouched).OrderByDescending(p => p.LastDate.Iso(), StringComparer.Ordinal).ThenBy(p => p.Period_, StringComparer.Ordinal)];
        return DeskAnswer.Of(question, periods, period => Row(question, period));
    }

    private static DeskRow Row(DeskQuestion question, Period period)
    {
        var words = question.Words;
        var isOpen = period.Window.Open;
        var isOver = string.CompareOrdinal(period.LastDate.Iso(), question.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) < 0;
        return new DeskRow(period.Name, period.Period_, words[period.Frozen ? "Frozen" : isOpen ? "WindowOpen" : "WindowClosed"], period.Etag)
        {
            Mark = period.Frozen ? "mark s" : isOpen ? "mark a" : "mark w",
            Facts =
            [
                ("PeriodDays", $"{period.FirstDate.Iso()}–{period.LastDate.Iso()}"),
                ("WindowOfAll", Said(question, period.Window)),
                ("WindowsOfCities", string.Join(words["ListSeparator"], period.CityWindows.Select(w => $"{question.CityName(w.City)}{words["Colon"]}{Said(question, w)}"))),
            ],
            History = [.. period.Snapshots.SelectMany(s => Happened(question, s))],
            Forms = Register.Offered(
                (!period.Frozen && question.Caller.May(Close.Right) ? Close : null, Register.Known()),
                (!period.Frozen && question.CitiesFor(CloseForCity).Count > 0 ? CloseForCity : null, Register.Known()),
                (!period.Frozen && question.Caller.May(Open.Right) ? Open : null, Register.Known()),
                (!period.Frozen && question.Caller.May(Freeze.Right) ? Freeze with { Warning = isOver ? null : words["PeriodNotOver", period.LastDate.Iso()].Value } : null, Register.Known()),
                (period.Frozen && question.Caller.May(Reopen.Right) ? Reopen : null, Register.Known())),
        };
    }

    private static Task<Period> CloseAsync(CommandClients clients, Posted form, CancellationToken stop) =>
        clients.Periods.ClosePeriodWindowAsync(
            new() { Name = form.Name, City = form.City, Reason = form["reason"], RequestId = form.RequestId, Etag = form.Etag }, cancellationToken: stop).ResponseAsync;

    private static string Said(DeskQuestion question, Period.Types.Window window) =>
        question.Words[window.Open ? "WindowOpen" : "WindowClosed"]
        + (window.ClosesDate is { } closes ? " " + question.Words["Until", closes.Iso()] : "")
        + (window.Reason.Length > 0 ? $" {window.Reason}" : "");

    private static IEnumerable<string> Happened(DeskQuestion question, Period.Types.Snapshot snapshot)
    {
        yield return question.Line(question.Words["SnapshotOf", snapshot.ReportedCount, snapshot.CommitmentCount, snapshot.AsOfPosition], "", snapshot.Author, snapshot.FreezeTime);
        if (snapshot.ReopenTime is { } reopened)
            yield return question.Line(question.Words["StepReopenPeriod"], snapshot.ReopenReason, snapshot.ReopenAuthor, reopened);
    }
}
