using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>What everything that depends on time is read by: clock, calendar, limits and the rule of lamps.</summary>
public sealed class Bearings(TimeProvider time, IOptions<ReportingOptions> options)
{
    private readonly WorkCalendar calendar = CalendarFile.Load(options.Value.Calendar);

    public LampRuleFile Lamps { get; } = LampRuleFile.Load(options.Value.Lamps);

    /// <summary>This moment.</summary>
    public Moment Now => new(time.GetUtcNow(), calendar, options.Value.Limits);

    public LampReading? Read(Commitment commitment, Moment at) => Lamps.Rule.Read(commitment, at.Calendar, at.Today);
}
