using System.Globalization;

namespace PilotPlatform.Web.Workbench;

/// <summary>How a field is filled in.</summary>
public enum FieldKind
{
    Line,
    Paragraph,
    Lines,
    Day,
    Number,
    Period,
    Address,
    Choice,

    /// <summary>One of the cities for which the caller has the right of the form.</summary>
    City,

    /// <summary>A place of the gazetteer in one of those cities.</summary>
    Place,

    /// <summary>One of the provinces.</summary>
    Province,
    File,

    /// <summary>What an entry keeps, and the form repeats.</summary>
    Kept,
}

/// <summary>A field of a form.</summary>
/// <param name="Name">What the contract calls it, so that a refusal finds the field it speaks of.</param>
/// <param name="Kind">How it is filled in.</param>
/// <param name="IsRequired">Whether the step is refused without it.</param>
/// <param name="Choices">What can be chosen: values with the keys of their words.</param>
public sealed record StepField(string Name, FieldKind Kind, bool IsRequired = true, IReadOnlyList<(string Value, string Key)>? Choices = null)
{
    public static StepField Reason { get; } = new("reason", FieldKind.Paragraph);

    public static StepField Note { get; } = new("note", FieldKind.Paragraph, IsRequired: false);

    public static StepField PilotTask { get; } = new("pilot_task", FieldKind.Number);

    public static StepField City { get; } = new("city", FieldKind.City);

    /// <summary>Key of the words that say when it may be left out.</summary>
    public string WhenKey { get; init; } = "Optional";

    /// <summary>The key of the words that it is called by.</summary>
    public string LabelKey => $"Field-{Apart(Name).Name}";

    /// <summary>What there is to choose from on the page, or to be suggested where it is written: values with their words; empty for what every page has.</summary>
    public IReadOnlyList<(string Value, string Text)> Offered { get; init; } = [];

    /// <summary>Kinds of file that can be chosen, as an input has them; null for all.</summary>
    public string? Accept { get; init; }

    /// <summary>The same field once more: the first of several alike has the name that all are called by, the others their number behind it.</summary>
    public StepField Again(int ordinal) => ordinal == 1 ? this : this with { Name = $"{Name}_{ordinal}" };

    /// <summary>The name that several alike are called by, and which of them a field is.</summary>
    public static (string Name, int Ordinal) Apart(string name) =>
        name.LastIndexOf('_') is > 0 and var end && int.TryParse(name.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? (name[..end], ordinal) : (name, 1);

    public static StepField Optional(string name, FieldKind kind) => new(name, kind, IsRequired: false);

    /// <summary>One of the values of an enumeration but its zero.</summary>
    public static StepField Of<TEnum>(string name, string prefix)
        where TEnum : struct, Enum =>
        Among(name, prefix, Enum.GetValues<TEnum>().Skip(1));

    /// <summary>One of some values of an enumeration.</summary>
    public static StepField Among<TEnum>(string name, string prefix, IEnumerable<TEnum> values)
        where TEnum : struct, Enum =>
        new(name, FieldKind.Choice, Choices: [.. values.Select(v => (v.ToString(), prefix + v))]);
}
