using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.ScopeRules.State;
using PilotPlatform.ServiceDefaults;
using CellState = PilotPlatform.Contracts.ScopeRules.V1.Reach.Types.State;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>The matrix of reach in its forms, made once.</summary>
internal sealed class MatrixMessages
{
    private const int CellsInAByte = 4;

    public MatrixMessages(Frame frame)
    {
        var (rules, cities) = (frame.Rules.Rules, frame.Rules.Source.Cities);
        var cells = new CellState[rules.Length * cities.Length];
        for (var cell = 0; cell < cells.Length; cell++)
            cells[cell] = frame.Rules.QuickReach(cell / cities.Length, cell % cities.Length, frame.Acts).ToProto();

        var packed = Pack(cells);
        Etag = Digest(frame.State.Edition, frame.State.RuleSet, packed);
        var outline = new ReachMatrix
        {
            Name = frame.Set.Programme.ReachMatrix(),
            Cities = { cities.Select(c => frame.Set.Programme.City(c.Id)) },
            CityTotals = { cities.Select((_, column) => Total(cells.Where((_, cell) => cell % cities.Length == column))) },
            Total = Total(cells),
            Edition = frame.State.Edition,
            RuleSet = frame.State.RuleSet,
            ActsPosition = frame.State.ActsPosition,
            AsOfDate = frame.State.AsOfDate,
            ConsistencyToken = frame.State.ConsistencyToken,
            Etag = Etag,
        };
        NotModified = new ReachMatrix(outline) { NotModified = true };
        NotModified.Cities.Clear();
        NotModified.CityTotals.Clear();
        NotModified.Total = null;
        NotModified.Remembered();
        Packed = new ReachMatrix(outline) { PackedStates = ByteString.CopyFrom(packed), PackedTaskNumbers = { rules.Select(r => r.Number) } }.Remembered();
        Full = new ReachMatrix(outline)
        {
            Rows = { rules.Select(r => new ReachMatrix.Types.Row { PilotTask = frame.Set.TaskNames[r.Index], States = { cells.AsSpan(r.Index * cities.Length, cities.Length).ToArray() } }) },
        }.Remembered();
        Ready = new ReadyReplies(
        [
            (new GetReachMatrixRequest { Name = Full.Name }, Full),
            (new GetReachMatrixRequest { Name = Full.Name, Form = GetReachMatrixRequest.Types.Form.Full }, Full),
            (new GetReachMatrixRequest { Name = Full.Name, Form = GetReachMatrixRequest.Types.Form.Packed }, Packed),
        ]);
    }

    public string Etag { get; }

    public ReachMatrix Full { get; }

    public ReachMatrix Packed { get; }

    public ReachMatrix NotModified { get; }

    /// <summary>Replies to those who ask for the newest and have none yet.</summary>
    public ReadyReplies Ready { get; }

    private static byte[] Pack(CellState[] cells)
    {
        var packed = new byte[(cells.Length + CellsInAByte - 1) / CellsInAByte];
        for (var cell = 0; cell < cells.Length; cell++)
            packed[cell / CellsInAByte] |= (byte)(((int)cells[cell] - 1) << (cell % CellsInAByte * 2));
        return packed;
    }

    private static string Digest(string edition, string ruleSet, byte[] packed)
    {
        var made = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{edition.Length}:{edition}{ruleSet.Length}:{ruleSet}"));
        return Convert.ToHexStringLower(SHA256.HashData([.. made, .. packed]))[..32];
    }

    private static ReachMatrix.Types.Total Total(IEnumerable<CellState> states)
    {
        var counts = states.CountBy(s => s).ToDictionary();
        return new ReachMatrix.Types.Total
        {
            AppliesCount = counts.GetValueOrDefault(CellState.Applies),
            DoesNotApplyCount = counts.GetValueOrDefault(CellState.DoesNotApply),
            AwaitsActCount = counts.GetValueOrDefault(CellState.AwaitsAct),
            UnderStudyCount = counts.GetValueOrDefault(CellState.UnderStudy),
        };
    }
}
