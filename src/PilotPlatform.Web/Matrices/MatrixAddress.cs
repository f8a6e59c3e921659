using Microsoft.AspNetCore.Mvc;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Reading;
using Verdict = PilotPlatform.Contracts.ScopeRules.V1.Decision.Types.Verdict;

namespace PilotPlatform.Web.Matrices;

/// <summary>Which rows of the matrix the address asks for. A filter that names nothing that there is is refused.</summary>
/// <param name="Chapter">Number of a chapter.</param>
/// <param name="Force">A policy force.</param>
/// <param name="Form">A form of scopes.</param>
/// <param name="State">How the reach of a cell stands.</param>
/// <param name="Verdict">The verdict for somebody who has said nothing.</param>
/// <param name="Lamp">The lamp of a commitment; commitments are of the edition that is decided with now.</param>
/// <param name="Edition">Id of an edition; null for the one that is decided with now.</param>
/// <param name="AsOf">A time whose edition is asked for; not together with an edition.</param>
public sealed record MatrixAddress(
    [property: FromQuery(Name = "chapter")] string? Chapter,
    [property: FromQuery(Name = "force")] string? Force,
    [property: FromQuery(Name = "form")] string? Form,
    [property: FromQuery(Name = "state")] string? State,
    [property: FromQuery(Name = "verdict")] string? Verdict,
    [property: FromQuery(Name = "lamp")] string? Lamp,
    [property: FromQuery(Name = "edition")] string? Edition,
    [property: FromQuery(Name = "as_of")] string? AsOf)
{
    /// <summary>The edition whose matrix is asked for.</summary>
    public EditionAddress Of => new(Edition, AsOf);

    public PolicyForce? WantedForce => AddressValues.Named<PolicyForce>(Force);

    public ScopeForm? WantedForm => AddressValues.Named<ScopeForm>(Form);

    public Reach.Types.State? WantedState => AddressValues.Named<Reach.Types.State>(State);

    public Verdict? WantedVerdict => AddressValues.Named<Verdict>(Verdict);

    public Commitment.Types.Lamp? WantedLamp => AddressValues.Named<Commitment.Types.Lamp>(Lamp);

    /// <summary>The filters whose values nothing has.</summary>
    public IReadOnlyList<UnknownFilter> Unknown(Platform platform) =>
    [
        .. new[]
        {
            AddressValues.Unknown("Chapter", Chapter, ChapterOf(platform.Content) is not null),
            AddressValues.Unknown("FacetPolicyForce", Force, WantedForce),
            AddressValues.Unknown("FacetScopeForm", Form, WantedForm),
            AddressValues.Unknown("ReachLayer", State, platform.HasRules && WantedState is not null),
            AddressValues.Unknown("VerdictLayer", Verdict, platform.HasRules && WantedVerdict is not null),
            AddressValues.Unknown("Lamp", Lamp, platform.IsNow && WantedLamp is not null),
        }.OfType<UnknownFilter>(),
    ];

    public Chapter? ChapterOf(EditionContent content) => content.Chapters.FirstOrDefault(c => ResourceIds.IdOf(c.Name) == Chapter);
}
