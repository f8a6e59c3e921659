namespace PilotPlatform.Contracts.ScopeRules.V1;

/// <content>The encoding.</content>
public sealed partial class Decision : IEncoded
{
    EncodedBytes IEncoded.Encoded { get; set; }
}

/// <content>The encoding.</content>
public sealed partial class ReachMatrix : IEncoded
{
    EncodedBytes IEncoded.Encoded { get; set; }
}

/// <content>The encoding.</content>
public sealed partial class CellDecision : IEncoded
{
    EncodedBytes IEncoded.Encoded { get; set; }
}

/// <content>The encoding.</content>
public sealed partial class ListPilotTaskDecisionsResponse : IEncoded
{
    EncodedBytes IEncoded.Encoded { get; set; }
}

/// <content>The encoding.</content>
public sealed partial class BatchDecideResponse
{
    /// <content>The encoding.</content>
    public static partial class Types
    {
        /// <content>The encoding.</content>
        public sealed partial class Result : IEncoded
        {
            EncodedBytes IEncoded.Encoded { get; set; }
        }
    }
}
