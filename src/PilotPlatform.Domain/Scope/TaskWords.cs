using System.Collections.Frozen;
using PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Domain.Scope;

/// <summary>
/// The tasks of an edition by their words. A number names a task within an edition only, so an act is about the words that it was recorded
/// on: it settles the task of an edition that has them. Words are bound as translations are, by <see cref="ContentHash.Of(Documents.Passage)"/>.
/// </summary>
public sealed class TaskWords
{
    private readonly FrozenDictionary<int, string> words;
    private readonly FrozenDictionary<string, int> numbers;

    public TaskWords(ScopeSource source)
    {
        var own = source.Tasks.GroupBy(t => ContentHash.Of(t.Text), StringComparer.Ordinal)
            .SelectMany(alike => alike.Count() == 1 ? alike.Select(t => (Words: alike.Key, t.Number)) : alike.Select(t => (Words: $"{alike.Key}/{ContentHash.Of(t.Scope)}", t.Number)))
            .GroupBy(t => t.Words, t => t.Number, StringComparer.Ordinal).Where(g => g.Count() == 1).ToArray();
        words = own.ToFrozenDictionary(g => g.Single(), g => g.Key);
        numbers = own.ToFrozenDictionary(g => g.Key, g => g.Single(), StringComparer.Ordinal);
    }

    /// <summary>Hash of the words of a task, with that of its scope where another reads alike; null for one that is not there, and for one that shares both with another: only its number tells it.</summary>
    public string? Of(int task) => words.GetValueOrDefault(task);

    /// <summary>Number of the task that an act settles; null if no task has the words that it was recorded on.</summary>
    public int? Settled(ActSubject subject) => subject.Words is not { } hash ? subject.Task : numbers.TryGetValue(hash, out var task) ? task : null;
}
