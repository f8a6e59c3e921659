using System.Text;
using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>Where something happened, and whether everybody may know.</summary>
/// <param name="Programme">The programme.</param>
/// <param name="City">Id of the city; null for what is no single city's.</param>
/// <param name="Task">Number of the task; null for what is no task's.</param>
/// <param name="IsPublic">Whether everybody may know that it happened.</param>
public sealed record ChangePlace(ProgrammeName Programme, string? City, int? Task, bool IsPublic)
{
    /// <summary>The edition that numbers the task; null where that is not known.</summary>
    public string? Edition { get; init; }
}

/// <summary>Entries of the ledger as they are told.</summary>
internal static class ChangeProto
{
    /// <summary>Rows of a frozen period have a list of their own.</summary>
    private const string TooLong = "PeriodFrozen";

    /// <summary>What a caller is told of an entry; null for nothing.</summary>
    public static Change? ToldTo(this LedgerEntry entry, Caller caller, ChangePlace place)
    {
        var isFull = place.City is { } city
            ? caller.May(Right.ReadUnpublished, city)
            : caller.MaySomewhere(Right.ReadUnpublished);
        return isFull || place.IsPublic ? entry.ToProto(place, isFull) : null;
    }

    public static Change ToProto(this LedgerEntry entry, ChangePlace place, bool isFull)
    {
        var change = new Change
        {
            Position = entry.Position,
            RecordTime = entry.RecordedAt.ToTimestamp(),
            Kind = entry.Kind,
            Subject = entry.Stream,
            City = place.City is { } city ? place.Programme.City(city) : "",
            PilotTask = place.Task is { } task ? new PilotTaskName(place.Programme, task).ToString() : "",
            Edition = place.Edition ?? "",
        };
        if (!isFull)
            return change;
        change.Author = entry.Author;
        if (entry.Kind != TooLong)
            change.Content = Struct.Parser.ParseJson(Encoding.UTF8.GetString(entry.Payload.Span));
        return change;
    }
}
