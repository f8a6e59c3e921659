using Microsoft.AspNetCore.Mvc;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using Verdict = PilotPlatform.Contracts.ScopeRules.V1.Decision.Types.Verdict;

namespace PilotPlatform.Web.Matrices;

/// <summary>Which rows of the matrix the address asks for. A filter that names nothing is no filter.</summary>
/// <param name="Chapter">Number of a chapter.</param>
/// <param name="Force">A policy force.</param>
/// <param name="Form">A form of scopes.</param>
/// <param name="State">How the reach of a cell stands.</param>
/// <param name="Verdict">The verdict for somebody who has said nothing.</param>
/// <param name="Lamp">The lamp of a commitment.</param>
public sealed record MatrixAddress(
    [property: FromQuery(Name = "chapter")] string? Chapter,
    [property: FromQuery(Name = "force")] string? Force,
    [property: FromQuery(Name = "form")] string? Form,
    [property: FromQuery(Name = "state")] string? State,
    [property: FromQuery(Name = "verdict")] string? Verdict,
    [property: FromQuery(Name = "lamp")] string? Lamp)
{
    public PolicyForce? WantedForce => Known<PolicyForce>(Force);

    public ScopeForm? WantedForm => Known<ScopeForm>(Form);

    public Reach.Types.State? WantedState => Known<Reach.Types.State>(State);

    public Verdict? WantedVerdict => Known<Verdict>(Verdict);

    public Commitment.Types.Lamp? WantedLamp => Known<Commitment.Types.Lamp>(Lamp);

    private static TEnum? Known<TEnum>(string? value)
        where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(value, out var known) && Enum.IsDefined(known) && !EqualityComparer<TEnum>.Default.Equals(known, default) ? known : null;
}
