namespace PilotPlatform.Web.Workbench;

/// <summary>The commands on periods, which one form posts.</summary>
internal static class PeriodSteps
{
    public const string Open = "open";
    public const string Close = "close";
    public const string Freeze = "freeze";
    public const string Reopen = "reopen";

    public static readonly string[] All = [Open, Close, Freeze, Reopen];

    public static Task TakeAsync(ReportingClients clients, Posted form, string programme, CancellationToken stop)
    {
        var name = $"{programme}/periods/{form["period"]}";
        var city = form["city"].Length > 0 ? $"{programme}/cities/{form["city"]}" : "";
        return form["step"] switch
        {
            Open => clients.Periods.OpenPeriodWindowAsync(new() { Name = name, City = city, ClosesDate = form.Day("closes_date"), RequestId = form.RequestId, Etag = form.Etag }, cancellationToken: stop).ResponseAsync,
            Close => clients.Periods.ClosePeriodWindowAsync(new() { Name = name, City = city, Reason = form["reason"], RequestId = form.RequestId, Etag = form.Etag }, cancellationToken: stop).ResponseAsync,
            Freeze => clients.Periods.FreezePeriodAsync(new() { Name = name, RequestId = form.RequestId, Etag = form.Etag }, cancellationToken: stop).ResponseAsync,
            Reopen => clients.Periods.ReopenPeriodAsync(new() { Name = name, Reason = form["reason"], RequestId = form.RequestId, Etag = form.Etag }, cancellationToken: stop).ResponseAsync,
            _ => throw new BadHttpRequestException("There is no such step on a period."),
        };
    }
}
