using System.Collections.Immutable;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>
/// What the scope column means, read a second time and by hand: plain comparison of strings, no rule set, no pattern, no
/// evaluator. Slow and stupid on purpose: the engine is held against it.
/// </summary>
internal static class ScopeColumn
{
    /// <summary>The nine cities as scopes write them.</summary>
    public static readonly ImmutableArray<(string Id, string Short)> Cities =
    [
        ("dalian", "大连"), ("ningbo", "宁波"), ("xiamen", "厦门"), ("qingdao", "青岛"), ("shenzhen", "深圳"),
        ("hefei", "合肥"), ("fuzhou", "福州"), ("xian", "西安"), ("suzhou", "苏州"),
    ];

    /// <summary>The scope column by number, cut from the lines of the document.</summary>
    public static readonly ImmutableSortedDictionary<int, string> OfTheDocument = Shipped.Document.Split('\n')
        .Where(line => line.Length > 0 && char.IsAsciiDigit(line[0]) && line.Split('\t').Length == 3)
        .Select(line => line.Split('\t'))
        .ToImmutableSortedDictionary(cells => int.Parse(cells[0], System.Globalization.CultureInfo.InvariantCulture), cells => cells[2].Trim());

    public static ReachState Of(string scope, string city)
    {
        if (scope == "*")
            return ReachState.Applies;
        if (scope == "在符合条件的试点城市开展")
            return ReachState.AwaitsAct;
        if (scope.StartsWith("* (", StringComparison.Ordinal) && scope.EndsWith(')'))
        {
            var remark = scope[3..^1];
            if (remark == "江海联运事项 可结合当地实际")
                return ReachState.Applies;
            if (remark.StartsWith("面向", StringComparison.Ordinal) && remark.EndsWith("等统筹研究", StringComparison.Ordinal))
                return ReachState.UnderStudy;
            if (remark.EndsWith("中有意愿的城市", StringComparison.Ordinal) || remark.EndsWith("中有意愿的城市论证后按程序办理", StringComparison.Ordinal))
                return remark.Split('中')[0].Split('、').Contains(city) ? ReachState.AwaitsAct : ReachState.DoesNotApply;
        }

        return scope.Split('、').All(name => Cities.Any(c => c.Short == name))
            ? scope.Split('、').Contains(city) ? ReachState.Applies : ReachState.DoesNotApply
            : throw new InvalidOperationException($"The scope '{scope}' has a form that has not been read by hand.");
    }
}
