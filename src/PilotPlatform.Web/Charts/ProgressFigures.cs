using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Web.Charts;

/// <summary>A period that was frozen.</summary>
/// <param name="Period">The period.</param>
/// <param name="Snapshot">What stood then.</param>
public sealed record TrendPoint(string Period, Period.Types.Snapshot Snapshot);

/// <summary>How the programme goes.</summary>
/// <param name="Overview">Its figures now.</param>
/// <param name="Trend">The periods that were frozen, oldest first.</param>
public sealed record ProgressFigures(Overview Overview, IReadOnlyList<TrendPoint> Trend);
