using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>A commitment and a report that are in order; tests change what they are about.</summary>
internal static class Samples
{
    public static readonly CommitmentName Name = new(new ProgrammeName("nine-cities"), 12, "dalian");

    public static readonly DateTimeOffset Day = new(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(8));

    public static readonly Plan Plan = new("大连市工业和信息化局", ["大连市商务局"], new DateOnly(2027, 6, 30), [new Milestone("方案印发", new DateOnly(2027, 1, 31), null)], ["实施方案"]);

    public static readonly Basis Basis = new("programmes/nine-cities/editions/0123456789abcdef", "ruleSets/0123456789abcdef", 0, "适用范围为“大连”，含大连。", ["大连"]);

    public static readonly Progress Progress = new("2026-11", "方案已印发。", 30, [], []);

    public static readonly Commitment Opened = Fold(null, new CommitmentEvent.Opened(Plan, Basis), 1);

    public static Commitment Fold(Commitment? current, CommitmentEvent happened, long position) =>
        Commitment.Fold(current, Name, new Recorded(happened, "reporter", Day.AddHours(position), position));

    /// <summary>The commitment after so many reports.</summary>
    public static Commitment Reported(int count) => Enumerable.Range(1, count).Aggregate(
        Opened, (commitment, i) => Fold(commitment, commitment.Report(Progress with { Percent = i }, commitment.Etag).Value, i + 1));
}
