using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>Says proofs in both languages.</summary>
internal sealed class ProofSentences(CompiledRuleSet rules, ScopeCity city, FactBook facts)
{
    public Bilingual Leaf(Condition leaf, Truth truth, ProofFact? fact, bool negated)
    {
        var quote = leaf.Words is { } citation ? $"“{citation.Words.Verbatim}”" : "";
        var (chinese, english) = Said(truth);
        return (leaf, fact) switch
        {
            (Condition.AllOf, _) => new Bilingual("该条款未附条件。", "The clause asks for nothing more."),
            (Condition.CityIn, _) => truth == Truth.True
                ? new Bilingual($"{quote}含{city.Short}。", $"{quote} takes in {city.English}.")
                : new Bilingual($"{quote}不含{city.Short}。", $"{quote} does not take in {city.English}."),
            (Condition.ActRecorded act, _) => truth == Truth.True
                ? new Bilingual($"{quote}已有记录。", $"What {quote} asks for has been recorded.")
                : new Bilingual($"{quote}待定：{Stem(act.Question.Chinese)}（{Who(act.Settler).Chinese}）。", $"{quote} is open: {Stem(act.Question.English)} ({Who(act.Settler).English})."),
            (_, { } excluded) when negated => Excluded(quote, truth, excluded),
            (_, { Value: { Type: not null } value }) => new Bilingual(
                $"{quote}{chinese}：{Stem(fact.Fact.Question.Chinese)}——{Value(fact.Fact, value).Chinese}，须{fact.Threshold.Chinese}。",
                $"{quote} {english}: {Stem(fact.Fact.Question.English)}: {Value(fact.Fact, value).English}, to be {fact.Threshold.English}."),
            (_, { } unknown) => new Bilingual(
                $"{quote}{chinese}：{Stem(unknown.Fact.Question.Chinese)}——{Unknown(unknown).Chinese}，须{unknown.Threshold.Chinese}（{Who(unknown.Fact.Settler).Chinese}）。",
                $"{quote} {english}: {Stem(unknown.Fact.Question.English)}: {Unknown(unknown).English}, to be {unknown.Threshold.English} ({Who(unknown.Fact.Settler).English})."),
            _ => new Bilingual($"{quote}{chinese}。", $"{quote} {english}."),
        };
    }

    /// <summary>A leaf that is taken out: what holds of it speaks against the case, so that it is said to be met or not.</summary>
    private Bilingual Excluded(string quote, Truth truth, ProofFact fact)
    {
        var value = fact.Value is { Type: not null } known ? Value(fact.Fact, known) : Unknown(fact);
        var threshold = fact.Fact.Type == FactType.Boolean ? new Bilingual("否", "no") : new Bilingual($"非“{fact.Threshold.Chinese}”", $"not {fact.Threshold.English}");
        var (chinese, english) = truth switch { Truth.True => ("不符合", "is not met"), Truth.False => ("符合", "is met"), _ => ("待定", "is open") };
        var who = truth == Truth.Unknown ? Who(fact.Fact.Settler) : null;
        return new Bilingual(
            $"{quote}{chinese}：{Stem(fact.Fact.Question.Chinese)}——{value.Chinese}，须{threshold.Chinese}{(who is null ? "" : $"（{who.Chinese}）")}。",
            $"{quote} {english}: {Stem(fact.Fact.Question.English)}: {value.English}, to be {threshold.English}{(who is null ? "" : $" ({who.English})")}.");
    }

    public static Bilingual Tree(Condition condition, Truth truth, ImmutableArray<ProofNode> parts)
    {
        var (chinese, english) = Said(truth);
        var (holding, count) = (parts.Count(p => p.Truth == Truth.True), parts.Length);
        return condition switch
        {
            Condition.AllOf => new Bilingual($"{count}项须全部成立，已成立{holding}项：{chinese}。", $"All of {count} have to hold and {holding} do, so that it {english}."),
            Condition.AnyOf => new Bilingual($"{count}项有一项成立即可，已成立{holding}项：{chinese}。", $"One of {count} has to hold and {holding} do, so that it {english}."),
            _ => new Bilingual($"所列情形除外：{chinese}。", $"What it names is taken out, so that it {english}."),
        };
    }

    /// <summary>What a condition holds its fact against.</summary>
    public Bilingual Threshold(Condition condition, Fact fact) => condition switch
    {
        Condition.Holds => new Bilingual("是", "yes"),
        Condition.NumberBound bound => Bounds(fact, bound.Minimum, bound.Maximum),
        Condition.DateBound bound => Bounds(fact, bound.From?.DayNumber, bound.Until?.DayNumber),
        Condition.ValueIn values => Both(values.Values.Select(v => Value(fact, FactValue.OfChoice(v))), "或", " or "),
        Condition.PlaceWithin within when Value(fact, FactValue.OfPlace(within.Place)) is var area => new Bilingual($"在{area.Chinese}内", $"within {area.English}"),
        _ => throw new InvalidOperationException($"A condition of type {condition.GetType().Name} has no threshold."),
    };

    /// <summary>A value as people write it: shares in per cent, numbers with their unit, names for ids.</summary>
    public Bilingual Value(Fact fact, FactValue value)
    {
        switch (value.Type)
        {
            case FactType.Boolean:
                return value.Number == 1 ? new Bilingual("是", "yes") : new Bilingual("否", "no");
            case FactType.Enumeration:
                var choice = fact.Values.First(v => v.Id == value.Id);
                return new Bilingual(choice.Chinese, choice.English);
            case FactType.Place:
                var place = rules.Source.Places.FindPart(value.Id!)!;
                return new Bilingual(place.Name, place.English);
            default:
                return fact.Words(value);
        }
    }

    private Bilingual Bounds(Fact fact, long? least, long? greatest)
    {
        IEnumerable<(long? Number, string Chinese, string English)> bounds = [(least, "不低于", "at least "), (greatest, "不超过", "at most ")];
        var sides = bounds.Where(s => s.Number is not null)
            .Select(s => Value(fact, Number(fact, s.Number!.Value)) is var value ? new Bilingual(s.Chinese + value.Chinese, s.English + value.English) : null!);
        return Both(sides, "且", " and ");
    }

    private static FactValue Number(Fact fact, long number) => fact.Type switch
    {
        FactType.BasisPoints => FactValue.OfBasisPoints(number),
        FactType.Date => FactValue.OfDate(DateOnly.FromDayNumber((int)number)),
        _ => FactValue.OfInteger(number),
    };

    private Bilingual Unknown(ProofFact fact) =>
        facts.Find(fact.Fact.Id) is null ? new Bilingual("未提供", "not given") : new Bilingual("不详", "not known");

    private static Bilingual Both(IEnumerable<Bilingual> parts, string chinese, string english) =>
        parts.ToArray() is var all ? new Bilingual(string.Join(chinese, all.Select(p => p.Chinese)), string.Join(english, all.Select(p => p.English))) : null!;

    private static (string Chinese, string English) Said(Truth truth) => truth switch
    {
        Truth.True => ("成立", "holds"),
        Truth.False => ("不成立", "fails"),
        _ => ("待定", "is open"),
    };

    private static Bilingual Who(Settler settler) => settler switch
    {
        Settler.Asker => new Bilingual("由询问人说明", "for the asker to say"),
        Settler.City => new Bilingual("由市人民政府决定", "for the city to decide"),
        Settler.Province => new Bilingual("由省人民政府决定", "for the province to decide"),
        Settler.Ministry => new Bilingual("由主管部委决定", "for the ministry to decide"),
        Settler.CompetentBody => new Bilingual("由主管部门认定", "for the competent body to find"),
        Settler.Registry => new Bilingual("以登记为准", "as registered"),
        _ => new Bilingual("由规则维护人补充", "for the editors of the rule set to add"),
    };

    private static string Stem(string question) => question.TrimEnd('？', '?', '。', '.', ' ');
}
