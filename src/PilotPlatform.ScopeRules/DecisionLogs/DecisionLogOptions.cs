namespace PilotPlatform.ScopeRules.DecisionLogs;

/// <summary>Where the log of decisions goes.</summary>
public enum DecisionLogSink
{
    /// <summary>Nowhere.</summary>
    Off,

    /// <summary>To the log of the service, one structured line a question.</summary>
    Logger,

    /// <summary>To files in the data folder, one a day, one JSON object a line.</summary>
    File,
}

/// <summary>What happens to a decision when the log cannot keep up.</summary>
public enum DecisionLogPolicy
{
    /// <summary>The oldest that waits is dropped and counted.</summary>
    DropOldest,

    /// <summary>The request waits until there is room: nothing is lost, and nothing is faster than the log.</summary>
    Block,

    /// <summary>
    /// It waits in a second line for a file in the data folder, and goes from there to the log when it has time; what the second line or the file has no
    /// room for is dropped and counted.
    /// </summary>
    Spill,
}

/// <summary>The log of decisions, off the way of requests; bound to <c>ScopeRules:DecisionLog</c>.</summary>
public sealed class DecisionLogOptions
{
    /// <summary>Where it goes. Default: Off.</summary>
    public DecisionLogSink Sink { get; set; } = DecisionLogSink.Off;

    /// <summary>What happens when it cannot keep up. Default: DropOldest.</summary>
    public DecisionLogPolicy Policy { get; set; } = DecisionLogPolicy.DropOldest;

    /// <summary>How many questions wait at most. Default: 8192.</summary>
    public int Capacity { get; set; } = 8192;

    /// <summary>How many questions wait at most to be spilled. Default: 8192.</summary>
    public int SpillCapacity { get; set; } = 8192;

    /// <summary>Ids of facts whose values are not written, such as <c>foreign-share</c>; <c>*</c> for all. Default: none.</summary>
    public IList<string> MaskedFacts { get; } = [];

    /// <summary>How many daily files are kept. Default: 90.</summary>
    public int KeepFiles { get; set; } = 90;

    /// <summary>How long a daily file grows; what comes behind it on that day is dropped and counted. Default: 1 GiB.</summary>
    public long FileBytes { get; set; } = 1L << 30;

    /// <summary>How many bytes wait in the spill file at most. Default: 256 MiB.</summary>
    public long SpillBytes { get; set; } = 256L << 20;
}
