using System.Globalization;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;
using Date = Google.Type.Date;

namespace PilotPlatform.Web.Interviews;

/// <summary>Values of facts as addresses and people write them: a share in percent, a date as 2026-11-25.</summary>
public static class FactTexts
{
    private const string Yes = "yes";
    private const string No = "no";
    private const int BasisPointsOfPercent = 100;

    /// <summary>The value that a text stands for; null if the fact has no such value.</summary>
    public static FactValue? Parse(Fact fact, string text, EditionContent content)
    {
        if (text == InterviewAddress.NotKnown)
            return new FactValue { Fact = fact.Name, NotKnown = true };
        var value = new FactValue { Fact = fact.Name };
        switch (fact.Type)
        {
            case Fact.Types.Type.Boolean when text is Yes or No:
                value.Boolean = text == Yes;
                return value;
            case Fact.Types.Type.Enumeration when fact.Values.Contains(text):
                value.Enumeration = text;
                return value;
            case Fact.Types.Type.Place when content.Place($"places/{text}") is { } place:
                value.Place = place.Name;
                return value;
            case Fact.Types.Type.BasisPoints when Points(text) is { } points && IsWithin(fact, points):
                value.BasisPoints = (int)points;
                return value;
            case Fact.Types.Type.Integer when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && IsWithin(fact, number):
                value.Integer = number;
                return value;
            case Fact.Types.Type.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                value.Date = new Date { Year = day.Year, Month = day.Month, Day = day.Day };
                return value;
            default:
                return null;
        }
    }

    public static string Write(FactValue value) => value.ValueCase switch
    {
        FactValue.ValueOneofCase.Boolean => value.Boolean ? Yes : No,
        FactValue.ValueOneofCase.BasisPoints => Percent(value.BasisPoints),
        FactValue.ValueOneofCase.Enumeration => value.Enumeration,
        FactValue.ValueOneofCase.Place => ResourceIds.BelowCollection(value.Place),
        FactValue.ValueOneofCase.Date => value.Date.Iso(),
        FactValue.ValueOneofCase.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        _ => InterviewAddress.NotKnown,
    };

    /// <summary>A number of a fact in the unit in which it is asked for.</summary>
    public static string Number(Fact fact, long number) =>
        fact.Type == Fact.Types.Type.BasisPoints ? Percent(number) : number.ToString(CultureInfo.InvariantCulture);

    private static bool IsWithin(Fact fact, long number) => (!fact.HasMinimum || number >= fact.Minimum) && (!fact.HasMaximum || number <= fact.Maximum);

    private static long? Points(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
        && percent <= BasisPointsOfPercent && percent * BasisPointsOfPercent == decimal.Truncate(percent * BasisPointsOfPercent)
            ? (long)(percent * BasisPointsOfPercent)
            : null;

    private static string Percent(long points) => (points / (decimal)BasisPointsOfPercent).ToString("0.##", CultureInfo.InvariantCulture);
}
