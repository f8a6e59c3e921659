using System.Buffers;
using System.Globalization;

namespace PilotPlatform.Domain;

/// <summary><c>programmes/{programme}</c></summary>
public sealed record ProgrammeName(string Programme)
{
    public static Result<ProgrammeName> Parse(string field, string name) =>
        name.Split('/') is ["programmes", var programme] && Serial.IsId(programme)
            ? new ProgrammeName(programme)
            : Fault.InvalidName(field, name, "programmes/{programme}");

    public override string ToString() => $"programmes/{Programme}";

    public string Edition(string edition) => $"{this}/editions/{edition}";

    public string Chapter(int number) => string.Create(CultureInfo.InvariantCulture, $"{this}/chapters/{number}");

    public string City(string city) => $"{this}/cities/{city}";

    public string Province(string province) => $"{this}/provinces/{province}";

    public string ReachMatrix() => $"{this}/reachMatrix";
}

/// <summary><c>programmes/{programme}/{collection}/{id}</c> for the collections that live directly below a programme.</summary>
public sealed record ChildName(ProgrammeName Parent, string Id)
{
    public static Result<ChildName> Parse(string field, string name, string collection) =>
        name.Split('/') is ["programmes", var programme, var found, var id] && found == collection && Serial.IsId(programme) && Serial.IsId(id)
            ? new ChildName(new ProgrammeName(programme), id)
            : Fault.InvalidName(field, name, $"programmes/{{programme}}/{collection}/{{id}}");
}

/// <summary><c>programmes/{programme}/pilotTasks/{number}</c></summary>
public sealed record PilotTaskName(ProgrammeName Parent, int Number)
{
    public static Result<PilotTaskName> Parse(string field, string name) =>
        ChildName.Parse(field, name, "pilotTasks").Then<PilotTaskName>(child =>
            Serial.TryParse(child.Id, out var number)
                ? new PilotTaskName(child.Parent, number)
                : Fault.InvalidName(field, name, "programmes/{programme}/pilotTasks/{number}"));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Parent}/pilotTasks/{Number}");
}

/// <summary>
/// <c>programmes/{programme}/commitments/{number}-{city}</c>: one task in one city, under the number that the task had when the commitment
/// was opened. Where a later edition gives the number to another task, its commitment is <c>{number}x2-{city}</c>, and so on.
/// </summary>
/// <param name="Parent">The programme.</param>
/// <param name="TaskNumber">The number the task had when the commitment was opened; what it has now, the commitment says.</param>
/// <param name="City">Id of the city.</param>
/// <param name="Generation">1 for the first commitment of the number and city.</param>
public sealed record CommitmentName(ProgrammeName Parent, int TaskNumber, string City, int Generation = 1)
{
    public PilotTaskName PilotTask => new(Parent, TaskNumber);

    public static Result<CommitmentName> Parse(string field, string name) =>
        ChildName.Parse(field, name, "commitments").Then<CommitmentName>(child =>
            child.Id.Split('-', 2) is [var numbers, { Length: > 0 } city] && ParseNumbers(numbers) is var (number, generation)
                ? new CommitmentName(child.Parent, number, city, generation)
                : Fault.InvalidName(field, name, "programmes/{programme}/commitments/{number}-{city}"));

    /// <summary>The id below the programme.</summary>
    public string Id => Generation == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{TaskNumber}-{City}")
        : string.Create(CultureInfo.InvariantCulture, $"{TaskNumber}x{Generation}-{City}");

    public override string ToString() => $"{Parent}/commitments/{Id}";

    private static (int Number, int Generation)? ParseNumbers(string text) => text.Split('x') switch
    {
        [var number] when Serial.TryParse(number, out var only) => (only, 1),
        [var number, var generation] when Serial.TryParse(number, out var first) && Serial.TryParse(generation, out var second) && second > 1 => (first, second),
        _ => null,
    };
}

/// <summary>Parts of names. Numbers are decimal, from 1, without leading zeros (or the zero characters that int.TryParse lets trail), so that one thing has one name.</summary>
internal static class Serial
{
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static bool IsId(string text) => text.Length is >= 1 and <= 63 && !text.AsSpan().ContainsAnyExcept(IdCharacters);

    public static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 && text[0] != '0'
            && char.IsAsciiDigit(text[^1]);
}
