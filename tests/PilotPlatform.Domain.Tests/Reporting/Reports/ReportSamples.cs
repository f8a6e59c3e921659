using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Catalogue.Structure;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Domain.Scope;
using PilotPlatform.Reporting;
using PilotPlatform.Reporting.Reports;

namespace PilotPlatform.Domain.Tests.Reporting.Reports;

/// <summary>Two cities with a commitment in every state, whose reports nobody has reviewed, and a task that nobody has taken up.</summary>
internal static class ReportSamples
{
    public const int FirstTask = 12;

    public static readonly ReportWordsFile Words = new(Options.Create(new ReportingOptions()));

    public static readonly Period Period = Period.Parse("period", "2026-11").Value;

    private static readonly LampRuleFile Lamps = LampRuleFile.Load(new ReportingOptions().Lamps);

    private static readonly ImmutableArray<CommitmentState> States = [.. Enum.GetValues<CommitmentState>()];

    public static readonly CatalogueFacts Facts = new(
        [
            .. Enumerable.Range(0, States.Length + 1).Select(i => new TaskFacts(
                FirstTask + i, 1 + (i % 2), $"=允许外资企业开展第{i}项业务，\n“含引号”<标记>", i == 0 ? "Allow" : "", i == 0 ? null : (PolicyForce)(i % 5))),
        ],
        [new ChapterFacts(1, "一、电信", "1. Telecommunications"), new ChapterFacts(2, "二、医疗", "")],
        [new CityFacts("dalian", "大连市", "Dalian", "liaoning"), new CityFacts("fuzhou", "福州市", "Fuzhou", "fujian")],
        [new ProvinceFacts("liaoning", "辽宁省", "Liaoning"), new ProvinceFacts("fujian", "福建省", "Fujian")]);

    /// <summary>Everything applies, but to Fuzhou the last task is undetermined.</summary>
    public static readonly ReportSource Source = new(
        Samples.Name.Parent, Facts,
        Facts.Tasks.ToFrozenDictionary(t => t.Number, t => ImmutableArray.Create(ReachState.Applies, t.Number == FirstTask + States.Length ? ReachState.AwaitsAct : ReachState.Applies)),
        "programmes/nine-cities/editions/0123456789abcdef", "ruleSets/0123456789abcdef", 0, Lamps.Rule, Lamps.Name, Samples.Weekends, Samples.Limits, "calendars/0123456789abcdef");

    public static Standing Standing(int days) => new(100, Samples.At(days).Today, States.Index()
        .Select(s => (Commitment: Samples.In(s.Item), s.Index))
        .Select(s => s.Commitment with
        {
            Name = Samples.Name with { TaskNumber = FirstTask + s.Index },
            Reports = [.. s.Commitment.Reports.Select(r => r with { State = ReportState.Submitted, Reviews = [] })],
        })
        .ToFrozenDictionary(c => (c.Name.TaskNumber, c.Name.City)));

    public static ReportQuery Query(ReportKind kind, bool isEnglish = false) => new(
        kind, kind is ReportKind.ProgressTable or ReportKind.ProgressForm ? "dalian" : null, Province: null, kind == ReportKind.Task ? FirstTask : null, Period, OtherPeriod: null, 3, isEnglish, Letterhead.Empty);

    public static ReportContext Context(ReportQuery query, Func<string, bool>? sees = null, int days = 300, ReportSource? source = null) => new(
        query, source ?? Source, Standing(days), [.. query.Periods.Select(p => new PeriodStanding(p, Standing(days)))], sees ?? (_ => true), Words.In(query.IsEnglish));

    public static ReportDocument Compose(ReportKind kind, bool isEnglish = false) => ReportComposer.Compose(Context(Query(kind, isEnglish)));
}
