using System.Globalization;
using System.Resources;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Resources;

namespace PilotPlatform.Web.Interviews;

/// <summary>Words in both languages at once, as a memo has them.</summary>
internal static class BothLanguages
{
    private static readonly ResourceManager Words = new(typeof(Strings));
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-Hans");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static (string Chinese, string English) Of(string key) => (Words.GetString(key, Chinese) ?? key, Words.GetString(key, English) ?? key);

    /// <summary>What was answered.</summary>
    public static (string Chinese, string English) Of(Answered answer, EditionContent content) => answer.Value switch
    {
        null or { ValueCase: FactValue.ValueOneofCase.NotKnown } => Of("NotKnownAnswer"),
        { ValueCase: FactValue.ValueOneofCase.Boolean } value => Of(value.Boolean ? "Yes" : "No"),
        { ValueCase: FactValue.ValueOneofCase.BasisPoints } => (answer.Text + " %", answer.Text + " %"),
        { ValueCase: FactValue.ValueOneofCase.Integer } => ($"{answer.Text} {answer.Fact.Unit}", $"{answer.Text} {answer.Fact.EnglishUnit}"),
        { ValueCase: FactValue.ValueOneofCase.Place } value when content.Place(value.Place) is { } place => (place.DisplayName, place.EnglishName),
        { ValueCase: FactValue.ValueOneofCase.Enumeration } value when answer.Fact.EnumerationValues.FirstOrDefault(v => v.ValueId == value.Enumeration) is { } name =>
            (name.DisplayName, name.EnglishName),
        _ => (answer.Text, answer.Text),
    };
}
