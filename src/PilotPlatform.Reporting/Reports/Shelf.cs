using System.Diagnostics.CodeAnalysis;

namespace PilotPlatform.Reporting.Reports;

/// <summary>Keeps what was made lately, as long as it weighs no more than it may together; what was asked for longest ago goes first.</summary>
/// <typeparam name="TKey">What a thing is found by: all that it was made from.</typeparam>
/// <typeparam name="TValue">What is kept: it never changes.</typeparam>
/// <param name="most">What everything may weigh together.</param>
/// <param name="weigh">What one weighs; 1 each if that is not said.</param>
public sealed class Shelf<TKey, TValue>(long most, Func<TValue, long>? weigh = null)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value, long Weight)>> places = [];
    private readonly LinkedList<(TKey Key, TValue Value, long Weight)> inOrder = new();
    private readonly Lock changing = new();
    private long all;

    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (changing)
        {
            if (!places.TryGetValue(key, out var place))
            {
                value = default;
                return false;
            }

            inOrder.Remove(place);
            inOrder.AddLast(place);
            value = place.Value.Value;
            return true;
        }
    }

    /// <summary>Keeps it, unless it is too heavy by itself, and gives it back.</summary>
    public TValue Keep(TKey key, TValue value)
    {
        var weight = weigh?.Invoke(value) ?? 1;
        lock (changing)
        {
            if (weight > most || places.ContainsKey(key))
                return value;
            places.Add(key, inOrder.AddLast((key, value, weight)));
            for (all += weight; all > most;)
            {
                var oldest = inOrder.First!.Value;
                inOrder.RemoveFirst();
                places.Remove(oldest.Key);
                all -= oldest.Weight;
            }
        }

        return value;
    }
}
