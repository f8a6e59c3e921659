using System.Globalization;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Domain;

/// <summary><c>programmes/{programme}/commitments/{commitment}/progressReports/{serial}</c></summary>
public sealed record ProgressReportName(CommitmentName Parent, int Serial)
{
    public static Result<ProgressReportName> Parse(string field, string name) =>
        Part.Parse(field, name, "progressReports").Then<ProgressReportName>(part => new ProgressReportName(part.Parent, part.Serial));

    public override string ToString() => Part.Print(Parent, "progressReports", Serial);
}

/// <summary><c>programmes/{programme}/commitments/{commitment}/evidence/{serial}</c></summary>
public sealed record EvidenceName(CommitmentName Parent, int Serial)
{
    public static Result<EvidenceName> Parse(string field, string name) =>
        Part.Parse(field, name, "evidence").Then<EvidenceName>(part => new EvidenceName(part.Parent, part.Serial));

    public override string ToString() => Part.Print(Parent, "evidence", Serial);
}

/// <summary><c>programmes/{programme}/commitments/{commitment}/problems/{serial}</c></summary>
public sealed record ProblemName(CommitmentName Parent, int Serial)
{
    public static Result<ProblemName> Parse(string field, string name) =>
        Part.Parse(field, name, "problems").Then<ProblemName>(part => new ProblemName(part.Parent, part.Serial));

    public override string ToString() => Part.Print(Parent, "problems", Serial);
}

/// <summary><c>programmes/{programme}/periods/{period}</c>; the id is the period in lower case, and is read as reports write it, too.</summary>
public sealed record PeriodName(ProgrammeName Parent, Period Period)
{
    public static Result<PeriodName> Parse(string field, string name) =>
        name.Split("/periods/") is [var programme, var id] && ProgrammeName.Parse(field, programme) is { IsOk: true } parent && Period.Parse(field, id.Replace('q', 'Q')) is { IsOk: true } period
            ? new PeriodName(parent.Value, period.Value)
            : Fault.InvalidName(field, name, "programmes/{programme}/periods/{yyyy-mm or yyyy-qn}");

    public override string ToString() => $"{Parent}/periods/{Period.ToString().Replace('Q', 'q')}";
}

/// <summary>Names of what lies below a commitment and is counted from 1.</summary>
internal static class Part
{
    public static Result<(CommitmentName Parent, int Serial)> Parse(string field, string name, string collection)
    {
        var cut = name.IndexOf($"/{collection}/", StringComparison.Ordinal);
        return cut > 0 && Serial.TryParse(name[(cut + collection.Length + 2)..], out var serial)
            ? CommitmentName.Parse(field, name[..cut]).Then<(CommitmentName, int)>(parent => (parent, serial))
            : Fault.InvalidName(field, name, $"programmes/{{programme}}/commitments/{{commitment}}/{collection}/{{serial}}");
    }

    public static string Print(CommitmentName parent, string collection, int serial) =>
        string.Create(CultureInfo.InvariantCulture, $"{parent}/{collection}/{serial}");
}
