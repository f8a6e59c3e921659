using System.Buffers;
using Google.Protobuf;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>
/// Lists of all tasks for a city and an asker, written as bytes. Every task is decided anew at every call; its row is put together from
/// two pieces that lie ready: how task and city are called, and what an outcome of the task says, which is the same in every city.
/// </summary>
internal sealed class WholeLists(CompiledSet set)
{
    /// <summary>How many outcomes of a task are remembered; more begin anew.</summary>
    private const int MostOutcomes = 64;

    private const int UsualSize = 32 * 1024;

    private readonly Heads?[] heads = new Heads?[set.PlaceNames.Length];
    private readonly Outcome[]?[] outcomes = new Outcome[]?[set.TaskNames.Length];

    /// <summary>The list for a city of the programme, in the verdict view and on one page; its rows are bytes only.</summary>
    public ListPilotTaskDecisionsResponse Of(Frame frame, int city, FactBook facts, out Tally tally)
    {
        var (head, buffer, at) = (heads[city] ??= Heads.Of(set, city), ArrayPool<byte>.Shared.Rent(UsualSize), 0);
        tally = default;
        for (var task = 0; task < outcomes.Length; task++)
        {
            var quick = set.Rules.Quick(task, city, facts.Codes, frame.Acts);
            tally.Add(quick.Verdict);
            var named = head.Of(task);
            var says = Said(task, set.Rules.OutcomeOf(task, quick));
            EncodedMessages.Reserve(ref buffer, at, named.Length + says.Length);
            at += EncodedMessages.BeginRow(buffer.AsSpan(at), named.Length + says.Length);
            named.CopyTo(buffer.AsSpan(at));
            says.CopyTo(buffer.AsSpan(at + named.Length));
            at += named.Length + says.Length;
        }

        var list = new ListPilotTaskDecisionsResponse { TotalSize = outcomes.Length, Total = tally.ToProto(), State = frame.State };
        var rest = list.CalculateSize();
        EncodedMessages.Reserve(ref buffer, at, rest);
        list.WriteTo(buffer.AsSpan(at, rest));
        return list.WrittenTo(buffer, start: 0, at + rest);
    }

    /// <summary>All fields of a row but task and city.</summary>
    private ReadOnlySpan<byte> Said(int task, in CellOutcome outcome)
    {
        var known = Volatile.Read(ref outcomes[task]) ?? [];
        foreach (ref readonly var each in known.AsSpan())
        {
            if (each.Of == outcome)
                return each.Bytes;
        }

        var row = set.Rows.Make(task, "", outcome);
        row.PilotTask = "";
        var made = new Outcome(outcome, row.ToByteArray());
        Volatile.Write(ref outcomes[task], known.Length < MostOutcomes ? [.. known, made] : [made]);
        return made.Bytes;
    }

    private readonly record struct Outcome(CellOutcome Of, byte[] Bytes);

    /// <summary>The fields of task and city of every row of a city, one behind the other.</summary>
    private sealed record Heads(byte[] Bytes, int[] Starts)
    {
        public static Heads Of(CompiledSet set, int city)
        {
            var each = set.TaskNames.Select(task => new CellDecision { PilotTask = task, City = set.PlaceNames[city] }.ToByteArray()).ToArray();
            var starts = new int[each.Length + 1];
            for (var task = 0; task < each.Length; task++)
                starts[task + 1] = starts[task] + each[task].Length;
            return new Heads([.. each.SelectMany(e => e)], starts);
        }

        public ReadOnlySpan<byte> Of(int task) => Bytes.AsSpan(Starts[task]..Starts[task + 1]);
    }
}
