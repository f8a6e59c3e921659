using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace PilotPlatform.Web.Workbench;

/// <summary>What services refuse with, as people read it: they say it in English, to programs and people alike. The sentences are data, <c>refusals.json</c>.</summary>
public static partial class RefusalSentences
{
    private const string DayForm = "yyyy-MM-dd";

    /// <summary>Kinds of what is filled in that have words of the pages: beginnings of the keys of these.</summary>
    private static readonly FrozenDictionary<string, string[]> Keys = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["state"] = ["Commitment", "Risk", "Case", "Adjustment", "Subscription"],
        ["step"] = ["Step"],
        ["act"] = ["Act"],
        ["acts"] = ["Act"],
        ["evidence"] = ["Evidence"],
        ["report"] = ["Report"],
        ["level"] = ["Escalation"],
        ["party"] = [""],
        ["parties"] = [""],
        ["right"] = ["Right-"],
        ["reach"] = ["Reach"],
        ["verdict"] = ["Verdict"],
        ["done"] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Lazy<Book> Shipped = new(Read);

    /// <summary>The English sentences that are known, as templates.</summary>
    public static IEnumerable<string> Known => Shipped.Value.Sentences.Select(s => s.Service.Text);

    /// <summary>A sentence of a service in Chinese; null if it is none of those that are known.</summary>
    /// <param name="sentence">What the service says, perhaps behind the path of a field.</param>
    /// <param name="words">Words of the pages, in Chinese.</param>
    /// <param name="cityOf">What a city of an id is called; ids stay where nobody knows.</param>
    public static string? InChinese(string sentence, IStringLocalizer words, Func<string, string?>? cityOf = null) => ForPeople(sentence, words, cityOf, isEnglish: false);

    /// <summary>A sentence of a service in English, with names, states and steps as the pages call them; as it is if it is none of those that are known.</summary>
    /// <param name="sentence">What the service says, perhaps behind the path of a field.</param>
    /// <param name="words">Words of the pages, in English.</param>
    /// <param name="cityOf">What a city of an id is called; ids stay where nobody knows.</param>
    public static string InEnglish(string sentence, IStringLocalizer words, Func<string, string?>? cityOf = null) => ForPeople(sentence, words, cityOf, isEnglish: true) ?? WithoutField(sentence);

    private static string? ForPeople(string sentence, IStringLocalizer words, Func<string, string?>? cityOf, bool isEnglish) =>
        new[] { sentence, WithoutField(sentence) }.Distinct(StringComparer.Ordinal).SelectMany(said => Shipped.Value.Sentences.Select(known => Said(known, said, words, cityOf, isEnglish)))
            .FirstOrDefault(said => said is not null);

    /// <summary>Where numbers do not follow one another, as the report of the catalogue says it, in Chinese; other words as they are.</summary>
    public static string BreaksInChinese(string breaks) => More().Replace(Break().Replace(Cut().Replace(breaks, "；其余从略"), "第 ${line} 行应为 ${due}，现为 ${found}"), "；另有 ${more} 处").Replace("; ", "；", StringComparison.Ordinal);

    /// <summary>The rest of a sentence that was too long to be told whole.</summary>
    [GeneratedRegex("; [^;]*…$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cut();

    [GeneratedRegex("line (?<line>[0-9]+): (?<found>[0-9]+) stands where (?<due>[0-9]+) is due", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Break();

    [GeneratedRegex(" and (?<more>[0-9]+) more$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex More();

    /// <summary>A sentence without the path of a field before it.</summary>
    public static string WithoutField(string sentence)
    {
        var end = sentence.IndexOf(": ", StringComparison.Ordinal);
        return end > 0 && sentence.AsSpan(0, end).IndexOfAnyExcept(FieldCharacters) < 0 ? sentence[(end + 2)..] : sentence;
    }

    private static readonly System.Buffers.SearchValues<char> FieldCharacters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.[]");

    private static string? Said(Sentence known, string sentence, IStringLocalizer words, Func<string, string?>? cityOf, bool isEnglish)
    {
        if (known.Service.Match(sentence) is not { } found)
            return null;
        var filled = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (hole, text) in found)
        {
            if (Filled(hole.TrimEnd('2', '3'), text, words, cityOf, isEnglish) is not { } said)
                return null;
            filled[hole] = said;
        }

        return (isEnglish ? known.English : known.Chinese).Fill(filled);
    }

    /// <summary>What is filled in as the pages have it; null if it is not of its kind.</summary>
    private static string? Filled(string kind, string text, IStringLocalizer words, Func<string, string?>? cityOf, bool isEnglish) => kind switch
    {
        "number" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? text : null,
        "day" => DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : null,
        "breaks" => isEnglish ? text : BreaksInChinese(text),
        "name" => CalledOf(text, words, cityOf),
        "acts" or "parties" => text.Split(", ").Select(one => Word(kind, one, words, isEnglish)).ToArray() is var all && all.All(a => a is not null) ? string.Join(words["ListSeparator"], all) : null,
        _ when Keys.ContainsKey(kind) => Word(kind, text, words, isEnglish),
        _ => text,
    };

    /// <summary>A thing as people call it: a task by its number, a city by its name, a commitment by both, anything else by its id.</summary>
    public static string CalledOf(string name, IStringLocalizer words, Func<string, string?>? cityOf) => name.Split('/') switch
    {
        [.., "pilotTasks", var number] => words["TaskNumber", number],
        [.., "cities", var city] when cityOf?.Invoke(city) is { } called => called,
        [.., "commitments", var id] when id.Split('-', 2) is [var number, var city] && cityOf?.Invoke(city) is { } called => $"{called} · {words["TaskNumber", number]}",
        var parts => NameOf(parts[^1]),
    };

    /// <summary>A thing as people write it: its id, and of a quarter its name.</summary>
    private static string NameOf(string id) => id.Length == 7 && id.Contains("-q", StringComparison.Ordinal) ? id.ToUpperInvariant() : id;

    private static string? Word(string kind, string text, IStringLocalizer words, bool isEnglish) => (Shipped.Value.Words.GetValueOrDefault(text) is { } chinese ? isEnglish ? text : chinese : null)
        ?? Keys[kind].Select(prefix => words[prefix + Spelled(text)]).FirstOrDefault(word => !word.ResourceNotFound)?.Value;

    /// <summary>A value as its words have it: cases write <c>does_not_apply</c>, callers <c>PARTY_MINISTRY</c>.</summary>
    private static string Spelled(string text) => text.Contains('_', StringComparison.Ordinal) || text.All(char.IsAsciiLetterLower)
        ? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.Replace('_', ' ').ToLowerInvariant()).Replace(" ", "", StringComparison.Ordinal)
        : text;

    private static Book Read()
    {
        using var stream = typeof(RefusalSentences).Assembly.GetManifestResourceStream("refusals.json")!;
        var file = JsonSerializer.Deserialize<File>(stream, JsonSerializerOptions.Web)!;
        return new Book(file.Words.ToFrozenDictionary(StringComparer.Ordinal), [.. file.Sentences.Select(s => new Sentence(new(s[0]), new(s[1]), new(s.Length > 2 ? s[2] : Quoted(s[0]))))]);
    }

    /// <summary>A sentence for programs with the quotation marks of the pages.</summary>
    private static string Quoted(string sentence) => sentence.Replace("'{", "“{", StringComparison.Ordinal).Replace("}'", "}”", StringComparison.Ordinal);

    private sealed record File(Dictionary<string, string> Words, string[][] Sentences);

    private sealed record Book(FrozenDictionary<string, string> Words, ImmutableArray<Sentence> Sentences);

    /// <summary>A sentence as the services say it, and as pages do in their two languages.</summary>
    private sealed record Sentence(Template Service, Template Chinese, Template English);
}
