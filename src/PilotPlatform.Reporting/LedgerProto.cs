using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>What auditors see of the ledger, as messages.</summary>
internal static class LedgerProto
{
    public static LedgerCheckpoint ToProto(this Checkpoint checkpoint) => new()
    {
        Serial = checkpoint.Serial,
        Position = checkpoint.Position,
        Head = Convert.ToHexStringLower(checkpoint.Head.Span),
        Previous = Convert.ToHexStringLower(checkpoint.Previous.Span),
        SignTime = checkpoint.SignedAt.ToTimestamp(),
        KeyId = checkpoint.KeyId,
        Signature = ByteString.CopyFrom(checkpoint.Signature.Span),
        Signed = ByteString.CopyFrom(checkpoint.Signed()),
    };
}
