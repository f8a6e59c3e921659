using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Web.Reports;

/// <summary>A report as the page asks for it: a form fills it in, and its address is that of a file.</summary>
/// <param name="City">Id of a city; none for all.</param>
/// <param name="Province">Id of a province; none for all.</param>
/// <param name="Task">Number of a task.</param>
/// <param name="Period">The period.</param>
/// <param name="Other">The earlier period of a comparison.</param>
/// <param name="Periods">How many periods a trend shows.</param>
/// <param name="DocumentNumber">The number that a Word document bears.</param>
/// <param name="Addressee">To whom it goes.</param>
/// <param name="Signatory">Who signs.</param>
/// <param name="Format">The form of the file.</param>
public sealed record ReportAddress(
    [property: FromQuery(Name = "city")] string? City,
    [property: FromQuery(Name = "province")] string? Province,
    [property: FromQuery(Name = "pilot_task")] string? Task,
    [property: FromQuery(Name = "period")] string? Period,
    [property: FromQuery(Name = "other_period")] string? Other,
    [property: FromQuery(Name = "period_count")] string? Periods,
    [property: FromQuery(Name = "document_number")] string? DocumentNumber,
    [property: FromQuery(Name = "addressee")] string? Addressee,
    [property: FromQuery(Name = "signatory")] string? Signatory,
    [property: FromQuery(Name = "format")] string? Format)
{
    /// <summary>What was asked for, by the names of the fields.</summary>
    public IReadOnlyDictionary<string, string> Values => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["city"] = City,
        ["province"] = Province,
        ["pilot_task"] = Task,
        ["period"] = Period,
        ["other_period"] = Other,
        ["period_count"] = Periods,
        ["document_number"] = DocumentNumber,
        ["addressee"] = Addressee,
        ["signatory"] = Signatory,
        ["format"] = Format,
    }.ToDictionary(v => v.Key, v => v.Value?.Trim() ?? "", StringComparer.Ordinal);

    public ExportReportRequest ToRequest(string programme, string report, bool english) => new()
    {
        Name = $"{programme}/reports/{report}",
        Format = Reading.AddressValues.Named<Report.Types.Format>(Format) ?? Report.Types.Format.Unspecified,
        Query = new ReportQuery
        {
            City = Named(programme, "cities", City),
            Province = Named(programme, "provinces", Province),
            PilotTask = Named(programme, "pilotTasks", Task),
            Period = Period?.Trim() ?? "",
            OtherPeriod = Other?.Trim() ?? "",
            PeriodCount = string.IsNullOrWhiteSpace(Periods) ? 0 : int.TryParse(Periods, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : -1, // a number that there is not is refused by the service
            DocumentNumber = DocumentNumber?.Trim() ?? "",
            Addressee = Addressee?.Trim() ?? "",
            Signatory = Signatory?.Trim() ?? "",
            LanguageCode = english ? "en" : "zh",
        },
    };

    private static string Named(string programme, string collection, string? id) => string.IsNullOrWhiteSpace(id) ? "" : $"{programme}/{collection}/{id.Trim()}";
}

/// <summary>Sends a report as a file. What it is refused for comes before the first byte, so that it still can have its page.</summary>
/// <param name="report">What is being made.</param>
/// <param name="name">Name of the file.</param>
/// <param name="first">The piece that has come already.</param>
internal sealed class ReportDownload(AsyncServerStreamingCall<Google.Api.HttpBody> report, string name, Google.Api.HttpBody first) : IResult
{
    /// <summary>Waits until a report is made.</summary>
    /// <returns>The first piece of the file; what comes before it tells how far its making is.</returns>
    /// <exception cref="RpcException">It is refused.</exception>
    public static async Task<Google.Api.HttpBody> BeginAsync(AsyncServerStreamingCall<Google.Api.HttpBody> report, CancellationToken stop)
    {
        while (await report.ResponseStream.MoveNext(stop))
            if (report.ResponseStream.Current is { Data.IsEmpty: false } piece)
                return piece;
        throw new RpcException(new Status(StatusCode.Unavailable, "The report came without content."));
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var call = report;
        var response = httpContext.Response;
        response.ContentType = first.ContentType;
        response.Headers.CacheControl = "private, no-store";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        await response.Body.WriteAsync(first.Data.Memory, httpContext.RequestAborted);
        while (await call.ResponseStream.MoveNext(httpContext.RequestAborted))
            await response.Body.WriteAsync(call.ResponseStream.Current.Data.Memory, httpContext.RequestAborted);
    }
}
