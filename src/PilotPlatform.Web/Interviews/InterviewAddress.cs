using System.Collections.Immutable;

namespace PilotPlatform.Web.Interviews;

/// <summary>Where an interview stands, which its address says whole: one can send it on, go back in it, and print it.</summary>
/// <param name="City">Id of the city; null while none is chosen.</param>
/// <param name="Answers">Ids of facts with what was answered, in the order in which they were asked.</param>
/// <param name="IsList">Whether the list is wanted although something could still be asked.</param>
public sealed record InterviewAddress(string? City, ImmutableArray<(string Fact, string Text)> Answers, bool IsList)
{
    /// <summary>What a question that nobody can answer is answered with.</summary>
    public const string NotKnown = "?";

    /// <summary>No honest interview asks more, and no address is endless.</summary>
    private const int MostAnswers = 200;

    private const string Prefix = "f.";

    /// <summary>What the pages of interviews are asked for by name.</summary>
    internal static QueryNames Names { get; } = new(name => name is "city" or "list" || name.StartsWith(Prefix, StringComparison.Ordinal));

    /// <summary>Name of the field of a form that answers a question.</summary>
    public static string FieldOf(string fact) => Prefix + fact;

    public static InterviewAddress Of(IQueryCollection query) => new(
        query["city"].ToString() is { Length: > 0 } city ? city : null,
        [
            .. query.Where(q => q.Key.StartsWith(Prefix, StringComparison.Ordinal) && q.Value.ToString().Length > 0)
                .Take(MostAnswers).Select(q => (q.Key[Prefix.Length..], q.Value.ToString())), // answered twice is no answer, and asked again
        ],
        query["list"].ToString() == "1");

    public InterviewAddress Without(string fact) => this with { Answers = Answers.RemoveAll(a => a.Fact == fact), IsList = false };

    public InterviewAddress With(string fact, string text) => this with { Answers = Without(fact).Answers.Add((fact, text)) };

    /// <summary>The address of a page of interviews that stands where this one does.</summary>
    public string At(string page) => page + QueryString.Create(
        Answers.Select(a => KeyValuePair.Create(FieldOf(a.Fact), (string?)a.Text)).Prepend(KeyValuePair.Create("city", City))
            .Concat(IsList ? [KeyValuePair.Create("list", (string?)"1")] : []));
}
