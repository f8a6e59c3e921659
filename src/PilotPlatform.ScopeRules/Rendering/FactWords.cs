using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>Values of facts as people write them: shares in per cent, numbers with their unit, names for ids.</summary>
internal sealed class FactWords(CompiledSet set)
{
    public Bilingual Range(Fact fact, FactValue? least, FactValue? greatest)
    {
        if (least is not { } from || greatest is not { } to)
            return new Bilingual("其他地点", "another place");
        var (low, high) = (Value(fact, from), Value(fact, to));
        return from == to ? low : new Bilingual($"{low.Chinese}至{high.Chinese}", $"{low.English} to {high.English}");
    }

    public Bilingual Value(Fact fact, FactValue value)
    {
        switch (value.Type)
        {
            case null:
                return new Bilingual("不详", "not known");
            case FactType.Boolean:
                return value.Number == 1 ? new Bilingual("是", "yes") : new Bilingual("否", "no");
            case FactType.Enumeration when fact.Values.FirstOrDefault(v => v.Id == value.Id) is { } choice:
                return new Bilingual(choice.Chinese, choice.English);
            case FactType.Place when set.Catalog.Gazetteer.FindPart(value.Id!) is { } place:
                return new Bilingual(place.Name, place.English);
            default:
                return fact.Words(value);
        }
    }
}
