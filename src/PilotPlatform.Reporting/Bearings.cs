using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>What commitments are read by beside what stands of them: clock, calendar, limits, the rule of lamps, and the edition that the scope is read with.</summary>
public sealed class Bearings(TimeProvider time, IOptions<ReportingOptions> options, TaskTrails trails)
{
    private readonly WorkCalendar calendar = CalendarFile.Load(options.Value.Calendar);
    private readonly Term term = TermFile.Load(options.Value.Term);

    /// <summary>Working days and time limits of steps, named together: <c>calendars/{id}</c>, by the hash of the file of the one and of the other.</summary>
    public string Calendar { get; } = $"calendars/{IdOf(CalendarFile.Load(options.Value.Calendar), options.Value.Limits)}";

    public LampRuleFile Lamps { get; } = LampRuleFile.Load(options.Value.Lamps);

    /// <summary>This moment.</summary>
    public Moment Now => new(time.GetUtcNow(), calendar, options.Value.Limits) { Term = term };

    public LampReading? Read(Commitment commitment, Moment at) => Lamps.Rule.Read(commitment, at.Calendar, at.Today);

    /// <summary>Number of the task for which a commitment stands now; null for none.</summary>
    public int? TaskOf(Commitment commitment) => trails.TaskOf(commitment);

    private static string IdOf(WorkCalendar calendar, TimeLimits limits) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { calendar.Version, limits })))[..16];
}
