namespace PilotPlatform.ServiceDefaults;

/// <summary>What a check of health says besides its sentence, so that a page can say it in its own language.</summary>
public static class VitalKey
{
    /// <summary>Id of an edition.</summary>
    public const string Edition = "edition";

    /// <summary>Position of a ledger.</summary>
    public const string Position = "position";

    /// <summary>Position of its last checkpoint; 0 for none.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>Position of the last checkpoint that it was verified against; 0 for none.</summary>
    public const string Verified = "verified";

    /// <summary>When it was verified, in the form of ISO 8601.</summary>
    public const string VerifiedTime = "verified-time";

    /// <summary>How many replicas of a service answer that they serve.</summary>
    public const string Serving = "serving";

    /// <summary>How many there are.</summary>
    public const string Replicas = "replicas";

    /// <summary>Whether a connection stands.</summary>
    public const string Connected = "connected";

    /// <summary>What is wrong, in English.</summary>
    public const string Problem = "problem";
}
