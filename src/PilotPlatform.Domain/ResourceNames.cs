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

/// <summary><c>programmes/{programme}/commitments/{number}-{city}</c>: one task in one city.</summary>
public sealed record CommitmentName(ProgrammeName Parent, int TaskNumber, string City)
{
    public PilotTaskName PilotTask => new(Parent, TaskNumber);

    public static Result<CommitmentName> Parse(string field, string name) =>
        ChildName.Parse(field, name, "commitments").Then<CommitmentName>(child =>
            child.Id.Split('-', 2) is [var number, { Length: > 0 } city] && Serial.TryParse(number, out var parsed)
                ? new CommitmentName(child.Parent, parsed, city)
                : Fault.InvalidName(field, name, "programmes/{programme}/commitments/{number}-{city}"));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Parent}/commitments/{TaskNumber}-{City}");
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
