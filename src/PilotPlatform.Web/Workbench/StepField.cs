namespace PilotPlatform.Web.Workbench;

/// <summary>How a field is filled in.</summary>
public enum FieldKind
{
    Line,
    Paragraph,
    Lines,
    Day,
    Number,
    Choice,
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

    /// <summary>One of the values of an enumeration but its zero.</summary>
    public static StepField Of<TEnum>(string name, string prefix)
        where TEnum : struct, Enum =>
        new(name, FieldKind.Choice, Choices: [.. Enum.GetValues<TEnum>().Skip(1).Select(v => (v.ToString(), prefix + v))]);
}
