using System.Diagnostics.CodeAnalysis;

namespace PilotPlatform.ScopeRules.State;

/// <summary>What was wanted lately, at most so much of it: what has not been wanted for longest goes first.</summary>
public sealed class Lately<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> kept = [];
    private readonly LinkedList<(TKey Key, TValue Value)> order = [];

    /// <summary>Finds a value, which is then the last to go.</summary>
    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (gate)
        {
            value = default;
            if (!kept.TryGetValue(key, out var node))
                return false;
            order.Remove(node);
            order.AddFirst(node);
            value = node.Value.Value;
            return true;
        }
    }

    /// <summary>Keeps a value; of two that are made of one key at once the first, which is given back.</summary>
    public TValue Keep(TKey key, TValue value)
    {
        lock (gate)
        {
            if (kept.TryGetValue(key, out var known))
                return known.Value.Value;
            if (kept.Count == most)
            {
                kept.Remove(order.Last!.Value.Key);
                order.RemoveLast();
            }

            kept.Add(key, order.AddFirst((key, value)));
            return value;
        }
    }
}
