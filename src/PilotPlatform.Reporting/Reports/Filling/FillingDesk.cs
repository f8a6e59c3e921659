using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Errors;
using Action = PilotPlatform.Contracts.Reporting.V1.FillProgressReportsResponse.Types.Row.Types.Action;
using Commitment = PilotPlatform.Domain.Reporting.Commitment;

namespace PilotPlatform.Reporting.Reports.Filling;

/// <summary>Takes forms that were filled in: tells what each row would change, and records the rows if none is refused.</summary>
internal sealed class FillingDesk(
    CommitmentBoard board, PeriodBoard periods, ReportingLedger ledger, ReachKeeper reach, CatalogueReader catalogue, ReportQueue queue, ReportWordsFile words, Bearings bearings, IOptions<ReportingOptions> options)
{
    /// <summary>Rows that are recorded side by side, so that they share a sync of the ledger.</summary>
    private const int SideBySide = 64;

    private static readonly string Package = ReportService.Descriptor.File.Package;

    public async Task FillAsync(IAsyncStreamReader<FillProgressReportsRequest> messages, IServerStreamWriter<FillProgressReportsResponse> answers, ServerCallContext context)
    {
        var (first, parent, period, file) = await new FormUpload(messages, options.Value.FormBytes).TakeAsync(context);
        await ReadOnAsync(isTrial: !first.Header.Apply, context.CancellationToken);
        var tasksOf = await TasksAsync(parent, context.Caller(), context.CancellationToken);
        var judge = new RowJudge(parent, () => periods.Find(new PeriodName(parent, period)), context.Caller(), board, tasksOf, words, bearings.Now);
        var judged = await queue.RunAsync(() => Task.FromResult(Judge(file, judge)), context.CancellationToken);
        var told = judged.Select(ToProto).ToArray();
        if (first.Header.Apply)
            await ApplyAsync(judge, judged, told, first, file, context);

        foreach (var row in told)
            await answers.WriteAsync(new FillProgressReportsResponse { Row = row }, context.CancellationToken);
        await answers.WriteAsync(new FillProgressReportsResponse { Summary = Summary(told) }, context.CancellationToken);
    }

    /// <summary>A trial records nothing: while the ledger is away it is judged by what is known here.</summary>
    private async Task ReadOnAsync(bool isTrial, CancellationToken cancellation)
    {
        try
        {
            await ledger.CatchUpAsync(cancellation);
        }
        catch (FaultException away) when (isTrial && away.Fault.Kind == FaultKind.Away)
        {
            // Whoever applies the form is told.
        }
    }

    /// <summary>The tasks that a commitment the caller may report on stands for: in the edition that it rests on, and in the one that reports are made by.</summary>
    private async Task<Func<Commitment, ImmutableArray<TaskFacts>>> TasksAsync(ProgrammeName programme, Caller caller, CancellationToken cancellation)
    {
        var (picture, facts) = (reach.Latest, new Dictionary<string, CatalogueFacts>(StringComparer.Ordinal));
        foreach (var edition in board.Standing(programme).Commitments.Where(c => !c.HasEnded && caller.May(Right.ReportProgress, c.Name.City)).Select(c => c.Edition).Distinct(StringComparer.Ordinal))
            facts[edition] = edition == picture?.Edition ? picture.Facts : await catalogue.ReadAsync(programme, edition, cancellation);
        return commitment =>
        [
            .. facts.GetValueOrDefault(commitment.Edition, CatalogueFacts.None).Tasks.Where(t => t.Number == commitment.TaskNumber)
                .Concat(picture?.Facts.Tasks.Where(t => t.Number == picture.TaskOf(commitment)) ?? []),
        ];
    }

    private JudgedRow[] Judge(byte[] file, RowJudge judge) =>
    [
        .. FormReader.Read(
            file, [words.Chinese["section.form"], words.English["section.form"]], [ProgressFormColumns.TitlesIn(words.Chinese), ProgressFormColumns.TitlesIn(words.English)], options.Value.FormRows)
            .Value.Select(judge.Judge),
    ];

    /// <summary>
    /// Records the rows that ask for something: all, or none if one is refused that the same request has not recorded before. The first of them is recorded
    /// alone, under the id of the request itself, so that another form with the same id is known for what it is.
    /// </summary>
    private async Task ApplyAsync(RowJudge judge, JudgedRow[] judged, FillProgressReportsResponse.Types.Row[] told, FillProgressReportsRequest first, byte[] file, ServerCallContext context)
    {
        var author = context.Author();
        var keys = judged.Select(row => KeyOf(row, first)).ToArray();
        var whole = KeyOf(first, file);
        var leader = await board.AnsweredAsync(whole, author, context.CancellationToken) is { } led
            ? Array.FindIndex(judged, row => row.Commitment == led.Value.After.Name)
            : Array.FindIndex(judged, row => row.Step is not null);
        if (leader >= 0 && whole is not null)
            keys[leader] = whole;
        for (var i = 0; i < judged.Length; i++)
            if (keys[i] is { } key && await board.AnsweredAsync(key, author, context.CancellationToken) is { } answered)
                Tell(told[i], answered, taken => judge.ChangesBehind(judged[i].Row, taken.Before!));
        if (told.Any(row => row.Refusal is not null))
            return;

        int[] left = [.. Enumerable.Range(0, judged.Length).Where(i => judged[i].Step is not null && told[i].ProgressReport.Length == 0)];
        foreach (var i in left.Where(i => i == leader))
            await RecordAsync(i, context.CancellationToken);
        if (leader >= 0 && told[leader].Refusal is not null)
            return;
        await Parallel.ForEachAsync(
            left.Where(i => i != leader), new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = context.CancellationToken }, async (i, cancellation) => await RecordAsync(i, cancellation));

        async Task RecordAsync(int i, CancellationToken cancellation) => Tell(
            told[i],
            await board.RecordAsync(
                judged[i].Commitment!, now => now is null ? Fault.Missing(judged[i].Commitment!.ToString()) : judged[i].Step!(now), author, keys[i], cancellation,
                () => periods.Standing(judged[i].Commitment!.Parent, first.Header.Period)),
            _ => judged[i].Changes);
    }

    private static void Tell(FillProgressReportsResponse.Types.Row row, Result<StepTaken> taken, Func<StepTaken, IEnumerable<RowChange>> changes)
    {
        row.Refusal = taken.Fault?.ToStatus(Package);
        row.Problems.Clear();
        if (taken.Fault is not null)
        {
            row.Problems.Add(new FillProgressReportsResponse.Types.Problem { Refusal = row.Refusal });
            return;
        }

        var (serial, action) = taken.Value.Event is Domain.Reporting.CommitmentEvent.ReportSupplemented answer
            ? (answer.Serial, Action.Supplement)
            : (taken.Value.After.Reports.Count, Action.Report);
        (row.Action, row.ProgressReport) = (action, new ProgressReportName(taken.Value.After.Name, serial).ToString());
        row.Changes.Clear();
        row.Changes.Add(changes(taken.Value).Select(ToProto));
    }

    /// <summary>What makes the form repeatable: it is the same request if every byte is the same.</summary>
    private static RequestKey? KeyOf(FillProgressReportsRequest first, byte[] file) => RequestKeys.Of(first.RequestId, first).Value is { } key
        ? With(key, Convert.ToHexStringLower(SHA256.HashData(file)))
        : null;

    private static RequestKey With(RequestKey key, string content) =>
        key with { Digest = $"{key.Digest}:{content}", EarlierDigest = key.EarlierDigest is { } earlier ? $"{earlier}:{content}" : null };

    /// <summary>What makes a row repeatable: it is the same request if the form's is, and the row says the same.</summary>
    private static RequestKey? KeyOf(JudgedRow row, FillProgressReportsRequest first)
    {
        if (row.Commitment is null || RequestKeys.Of(first.RequestId, first).Value is not { } whole)
            return null;
        var content = string.Join('\u001f', first.Header.Parent, first.Header.Period, row.Row.Commitment, row.Row.Etag, row.Row.Percent, row.Row.Narrative, row.Row.Problem, row.Row.Level);
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{whole.Id}/{row.Commitment}")).AsSpan(0, 16));
        return new RequestKey(id.ToString("D"), $"{nameof(ReportService.ReportServiceBase.FillProgressReports)}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}");
    }

    private static FillProgressReportsResponse.Types.Row ToProto(JudgedRow row) => new()
    {
        RowNumber = row.Row.Number,
        Commitment = row.Commitment?.ToString() ?? "",
        Action = row.Action,
        Changes = { row.Changes.Select(ToProto) },
        Refusal = row.Problems is [var first, ..] ? first.Refusal.ToStatus(Package) : null,
        Problems = { row.Problems.Select(p => new FillProgressReportsResponse.Types.Problem { Column = p.Column, Cell = p.Cell, Refusal = p.Refusal.ToStatus(Package) }) },
    };

    private static FillProgressReportsResponse.Types.Change ToProto(RowChange change) => new() { Column = change.Column, OldValue = change.Old, NewValue = change.New };

    private static FillProgressReportsResponse.Types.Summary Summary(FillProgressReportsResponse.Types.Row[] rows) => new()
    {
        UnchangedCount = rows.Count(r => r.Action == Action.None),
        ChangedCount = rows.Count(r => r.Action != Action.None),
        RefusedCount = rows.Count(r => r.Refusal is not null),
        AppliedCount = rows.Count(r => r.ProgressReport.Length > 0),
    };
}
