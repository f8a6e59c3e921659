using System.Globalization;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Holds each time limit of a step against the days that one can have.</summary>
internal sealed class TimeLimitsCheck : IValidateOptions<ReportingOptions>
{
    private const int MostDays = 365;

    public ValidateOptionsResult Validate(string? name, ReportingOptions options)
    {
        string[] problems =
        [
            .. from limit in typeof(TimeLimits).GetProperties()
               let days = (int)limit.GetValue(options.Limits)!
               where days is < 1 or > MostDays
               select string.Create(CultureInfo.InvariantCulture, $"Reporting:Limits:{limit.Name} is {days}, and must be from 1 to {MostDays} working days."),
        ];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
