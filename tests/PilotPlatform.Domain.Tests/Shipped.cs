using System.Text;
using PilotPlatform.Catalog;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules;

namespace PilotPlatform.Domain.Tests;

/// <summary>What the platform ships: the document, the places and the rule set, each read once.</summary>
internal static class Shipped
{
    public static readonly CatalogFiles Files = CatalogFiles.Load(new CatalogOptions());

    public static readonly string Document = File.ReadAllText(Files.DocumentPath, Encoding.UTF8);

    public static readonly Edition Edition = Read(Document).Value;

    public static readonly RuleSet RuleSet = RuleSetFile.Load(new ScopeRulesOptions().RuleSet).Rules;

    public static readonly ScopeSource Source = SourceOf(Edition);

    public static readonly CompiledRuleSet Rules = RuleSetCompiler.Compile(RuleSet, Source).Value;

    public static Result<Edition> Read(string document) => DocumentImport.Read(Encoding.UTF8.GetBytes(document), Files.Gazetteer);

    /// <summary>The document with a change that has to be possible exactly once.</summary>
    public static string Changed(string from, string to)
    {
        Assert.Equal(2, Document.Split(from).Length);
        return Document.Replace(from, to, StringComparison.Ordinal);
    }

    /// <summary>The row of a task with its line break.</summary>
    public static string Row(int task) =>
        Document.Split('\n').Single(line => line.StartsWith($"{task}\t", StringComparison.Ordinal)) + "\n";

    public static ScopeSource SourceOf(Edition edition) => new(
        [.. edition.Cities.Select(c => CityOf(c.Place))],
        [.. edition.Tasks.Select(t => new ScopeTask(t.Number, t.Scope, t.Text))],
        edition.Note)
    {
        Places = Files.Gazetteer,
    };

    /// <summary>A city of the gazetteer, of the programme or not.</summary>
    public static ScopeCity City(string name) => CityOf(Files.Gazetteer.FindCity(name)!);

    public static Reach Reach(int task, string city, ActBook? acts = null) => Rules.Reach(Rules.Find(task)!, City(city), acts ?? ActBook.Empty);

    /// <summary>The decision for an asker, by number of the task and name of the city.</summary>
    public static Decision Decide(int task, string city, IEnumerable<(string Fact, FactValue Value)> facts, ActBook? acts = null) =>
        Rules.Decide(Rules.Find(task)!, City(city), Rules.Facts.Book(facts).Value, Rules.Compile(acts ?? ActBook.Empty));

    private static ScopeCity CityOf(Place place) => new(place.Id, place.Name, place.Short, place.English);
}
