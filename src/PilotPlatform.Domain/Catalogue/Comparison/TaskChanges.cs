using System.Collections.Immutable;

namespace PilotPlatform.Domain.Catalogue.Comparison;

/// <summary>Says of every pair of tasks what changed, and how commitments can be carried over.</summary>
internal static class TaskChanges
{
    public static ImmutableArray<TaskChange> Of(Edition before, Edition after, ScopeGrammar grammar)
    {
        var matching = TaskMatching.Of(before.Tasks, after.Tasks);
        var (oldChapters, newChapters) = (Titles(before), Titles(after));
        var added = after.Tasks.Index().Where(t => !matching.ByAfter.ContainsKey(t.Index));
        var removed = before.Tasks.Index().Where(t => !matching.ByBefore.ContainsKey(t.Index));
        return
        [
            .. matching.ByAfter.Select(pair => (Order: pair.Key, Change: Paired(pair.Value, pair.Key)))
                .Concat(added.Select(t => (Order: t.Index, Change: Added(t.Index))))
                .OrderBy(c => c.Order).Select(c => c.Change),
            .. removed.Select(t => Removed(t.Index)),
        ];

        TaskChange Added(int now)
        {
            PilotTask? whole = matching.SplitFrom.TryGetValue(now, out var old) ? before.Tasks[old] : null;
            return new TaskChange(
                null, after.Tasks[now], [TaskChangeKind.Added], Cells(whole, after.Tasks[now]), whole is null ? CarryOver.None : CarryOver.Split, [], CarriedFrom(now));
        }

        TaskChange Removed(int old)
        {
            var parts = matching.SplitFrom.Where(s => s.Value == old).Select(s => s.Key).Order().ToList();
            int? successor = matching.MergedInto.TryGetValue(old, out var into) ? into : parts is [var first, ..] ? first : null;
            return new TaskChange(
                before.Tasks[old], null, [TaskChangeKind.Removed], Cells(before.Tasks[old], successor is { } now ? after.Tasks[now] : null),
                parts.Count > 0 ? CarryOver.Split : successor is null ? CarryOver.None : CarryOver.Merged, CarriedTo(old), []);
        }

        TaskChange Paired(int old, int now)
        {
            var (was, @is) = (before.Tasks[old], after.Tasks[now]);
            var cells = Cells(was, @is);
            ImmutableArray<TaskChangeKind> kinds =
            [
                .. When(was.Number != @is.Number, TaskChangeKind.Renumbered),
                .. When(HasMoved(oldChapters, was.Chapter, newChapters, @is.Chapter), TaskChangeKind.Moved),
                .. When(was.Text.Normalized != @is.Text.Normalized, TaskChangeKind.TextChanged),
                .. When(was.Scope.Normalized != @is.Scope.Normalized || !cells.IsEmpty, TaskChangeKind.ScopeChanged),
            ];
            var carryOver = matching.SplitFrom.ContainsValue(old) ? CarryOver.Split
                : matching.MergedInto.ContainsValue(now) ? CarryOver.Merged
                : was.Text.Normalized != @is.Text.Normalized || AsksOtherwise(was, @is, cells) ? CarryOver.Changed
                : Of(cells);
            return new TaskChange(was, @is, kinds, cells, carryOver, CarriedTo(old), CarriedFrom(now));
        }

        // Where both ask for something of a city, and not for the same, no order of wide and narrow says what became of it.
        bool AsksOtherwise(PilotTask was, PilotTask @is, ImmutableArray<CellChange> cells) =>
            grammar.Terms(was) != grammar.Terms(@is) && (cells.IsEmpty || (grammar.Terms(was).Length > 0 && grammar.Terms(@is).Length > 0));

        ImmutableArray<int> CarriedTo(int old)
        {
            var parts = matching.SplitFrom.Where(s => s.Value == old).Select(s => s.Key);
            return
            [
                .. (matching.ByBefore.TryGetValue(old, out var now) ? parts.Append(now) : matching.MergedInto.TryGetValue(old, out var whole) ? parts.Append(whole) : parts)
                    .Select(i => after.Tasks[i].Number).Order(),
            ];
        }

        ImmutableArray<int> CarriedFrom(int now)
        {
            var wholes = matching.MergedInto.Where(m => m.Value == now).Select(m => m.Key);
            wholes = matching.SplitFrom.TryGetValue(now, out var whole) ? wholes.Append(whole) : wholes;
            return [.. (matching.ByAfter.TryGetValue(now, out var old) ? wholes.Append(old) : wholes).Select(i => before.Tasks[i].Number).Order()];
        }

        ImmutableArray<CellChange> Cells(PilotTask? was, PilotTask? @is)
        {
            var old = was is null ? [] : before.Cities.Zip(grammar.Cells(was, before)).ToDictionary(c => c.First.Place.Id, c => c.Second, StringComparer.Ordinal);
            var now = @is is null ? [] : after.Cities.Zip(grammar.Cells(@is, after)).ToDictionary(c => c.First.Place.Id, c => c.Second, StringComparer.Ordinal);
            return
            [
                .. after.Cities.Concat(before.Cities).Select(c => c.Place.Id).Distinct(StringComparer.Ordinal)
                    .Select(city => new CellChange(city, old.GetValueOrDefault(city), now.GetValueOrDefault(city))).Where(c => c.Before != c.After),
            ];
        }
    }

    private static CarryOver Of(ImmutableArray<CellChange> cells) => (cells.Any(c => c.After > c.Before), cells.Any(c => c.After < c.Before)) switch
    {
        (false, false) => CarryOver.Same,
        (false, true) => CarryOver.Narrower,
        (true, false) => CarryOver.Wider,
        _ => CarryOver.Changed,
    };

    /// <summary>A chapter is the same by its words or, where they were changed, by its place.</summary>
    private static bool HasMoved(ImmutableDictionary<int, string> before, int was, ImmutableDictionary<int, string> after, int @is)
    {
        var (old, now) = (before.GetValueOrDefault(was), after.GetValueOrDefault(@is));
        if (old == now)
            return false;
        var reworded = was == @is && !after.ContainsValue(old ?? "") && !before.ContainsValue(now ?? "");
        return !reworded;
    }

    /// <summary>The titles of the chapters without their numerals.</summary>
    private static ImmutableDictionary<int, string> Titles(Edition edition) => edition.Chapters.ToImmutableDictionary(
        c => c.Number, c => c.Title.Squeezed[(c.Title.Squeezed.IndexOf('、', StringComparison.Ordinal) + 1)..]);

    private static IEnumerable<TaskChangeKind> When(bool holds, TaskChangeKind kind) => holds ? [kind] : [];
}
