using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue;

public enum CheckOutcome
{
    Passed,
    Failed,

    /// <summary>The document says nothing to hold the content against.</summary>
    NotStated,
}

/// <summary>One statement of the document about itself, held against its content.</summary>
/// <param name="Id">Stable id in kebab case.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Expected">What the document says; empty if it says nothing.</param>
/// <param name="Actual">What was read.</param>
/// <param name="Statement">The words that state it; null if none do.</param>
public sealed record ReconciliationCheck(string Id, CheckOutcome Outcome, string Expected, string Actual, Passage? Statement)
{
    public static ReconciliationCheck Of(string id, string expected, string actual, Passage? statement) =>
        new(id, expected == actual ? CheckOutcome.Passed : CheckOutcome.Failed, expected, actual, statement);

    public static ReconciliationCheck NotStated(string id, string actual) => new(id, CheckOutcome.NotStated, "", actual, null);
}
