using System.Text;
using PilotPlatform.ScopeRules;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>The file of a rule set: read strictly, refused with line and path.</summary>
public sealed class RuleSetFileTests
{
    private const string Head = """{ "version": "1", "forms": [], """;

    [Theory]
    [InlineData("""{ "version": "1" }""", "forms")]
    [InlineData("""{ "version": null, "forms": [] }""", "version")]
    [InlineData("""{ "version": "1", "forms": [], "version": "2" }""", "version")]
    [InlineData(Head + """ "task": [] }""", "task")]
    [InlineData(Head + """ "facts": [ { "id": "a", "type": "share", "question": { "chinese": "", "english": "" }, "settler": "asker" } ] }""", "facts[0].type")]
    [InlineData(Head + """ "facts": [ { "id": "a", "type": "boolean", "settler": "asker" } ] }""", "facts[0]")]
    [InlineData(Head + """ "tasks": [ { "number": "1", "clauses": [] } ] }""", "tasks[0].number")]
    [InlineData(Head + """ "tasks": [ { "number": 1, "clauses": [ { "id": "a" } ] } ] }""", "tasks[0].clauses[0]")]
    [InlineData(Head + """ "tasks": [ null ] }""", "tasks")]
    [InlineData(Head + """ "tasks": [ { "number": 1, "clauses": [ null ] } ] }""", "clauses")]
    [InlineData("", "$")]
    [InlineData("null", "content")]
    [InlineData("[]", "$")]
    public void Parse_FileThatIsNoRuleSet_IsRefusedWithItsPlace(string content, string place)
    {
        var fault = RuleSetFile.Parse(Encoding.UTF8.GetBytes(content)).Fault!;

        Assert.Contains(place, fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotMatch(@"System\.|PilotPlatform\.|\.NET", fault.ToString());
    }

    [Fact]
    public void Parse_TheShippedFile_HoldsEveryTask() => Assert.Equal(Enumerable.Range(1, 159), Shipped.RuleSet.Tasks.Select(t => t.Number));
}
