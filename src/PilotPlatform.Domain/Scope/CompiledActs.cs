namespace PilotPlatform.Domain.Scope;

/// <summary>The acts of a book as one word a cell, for the tasks that know acts.</summary>
public sealed class CompiledActs
{
    private readonly int[] rows;
    private readonly ushort[] cells;
    private readonly int cities;

    internal CompiledActs(CompiledRuleSet rules, ActBook book)
    {
        Book = book;
        cities = rules.Source.Cities.Length;
        rows = new int[rules.Rules.Length];
        Array.Fill(rows, -1);
        var used = book.Acts.Select(a => rules.Find(a.Task)).OfType<TaskRule>().Select(r => r.Index).Distinct().Order().ToArray();
        cells = new ushort[used.Length * cities];
        foreach (var (row, task) in used.Index())
            rows[task] = row * cities;
        foreach (var act in book.Acts)
        {
            if (rules.Find(act.Task) is { } rule)
                Set(rows[rule.Index], act.City is null ? -1 : rules.CityIndex(act.City), act.Kind, act.City is null);
        }
    }

    public ActBook Book { get; }

    /// <summary>True if an act is on record for a cell.</summary>
    public bool Any(int task, int city) => Of(task, city) != 0;

    /// <summary>The acts of a cell, one bit each; none for a city outside the programme.</summary>
    internal int Of(int task, int city) => rows[task] < 0 || city < 0 ? 0 : cells[rows[task] + city];

    private void Set(int row, int city, ActKind kind, bool shared)
    {
        var bit = (ushort)(1 << ProgramBuilder.ActBit(kind, shared));
        if (city >= 0)
            cells[row + city] |= bit;
        for (var each = 0; shared && each < cities; each++)
            cells[row + each] |= bit;
    }
}
