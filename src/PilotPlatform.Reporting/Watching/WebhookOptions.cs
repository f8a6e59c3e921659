using System.Net;

namespace PilotPlatform.Reporting;

/// <summary>How changes are sent to addresses that subscribe; bound to <c>Reporting:Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// Base64 of at least 32 bytes that the secrets of subscriptions are derived from; replicas have to share it. Default: <c>webhook.key</c> beside
    /// the ledger, made at the first start and readable by its owner only.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>Networks in CIDR notation that changes may be sent to besides the public Internet. Default: none.</summary>
    public IList<string> AllowedNetworks { get; set; } = [];

    /// <summary>Whether addresses may be http. Default: false.</summary>
    public bool AllowClearText { get; set; }

    /// <summary>How often a change is tried before it is given up. Default: 8.</summary>
    public int Attempts { get; set; } = 8;

    /// <summary>How long to wait behind the first try; it doubles, with jitter. Default: 1 second.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two tries. Default: 5 minutes.</summary>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a receiver may take to answer. Default: 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A subscription is suspended when so many changes in a row were given up. Default: 3.</summary>
    public int SuspendAfter { get; set; } = 3;

    /// <summary>Most subscriptions of a programme. Default: 200.</summary>
    public int MostSubscriptions { get; set; } = 200;

    /// <summary>Most subscriptions that one caller has made. Default: 20.</summary>
    public int MostSubscriptionsOfOne { get; set; } = 20;

    /// <summary>Most dead letters of a subscription; with one more it is suspended where it stands, and nothing is lost. Default: 1,000.</summary>
    public int MostDeadLetters { get; set; } = 1000;

    /// <summary>How often it is recorded how far a subscription was sent; what was sent since is sent again after a crash. Default: 1 minute.</summary>
    public TimeSpan RecordInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// It is recorded then also where nothing was sent, once so many entries were passed over that are not for a subscription: they are not read again.
    /// Default: 4,096.
    /// </summary>
    public int RecordEntries { get; set; } = 4096;

    /// <summary>How long what is sent is signed with the secret before the last one as well. Default: 1 day.</summary>
    public TimeSpan SecretOverlap { get; set; } = TimeSpan.FromDays(1);

    internal IReadOnlyList<IPNetwork> Networks => [.. AllowedNetworks.Select(IPNetwork.Parse)];

    internal bool IsUsable => Attempts is >= 1 and <= 100 && SuspendAfter >= 1 && MostSubscriptions >= 1 && MostSubscriptionsOfOne >= 1 && MostDeadLetters >= 1 && RecordEntries >= 1
        && AllowedNetworks.All(n => IPNetwork.TryParse(n, out _))
        && FirstDelay > TimeSpan.Zero && LongestDelay >= FirstDelay && Timeout > TimeSpan.Zero && RecordInterval > TimeSpan.Zero && SecretOverlap >= TimeSpan.Zero;
}
