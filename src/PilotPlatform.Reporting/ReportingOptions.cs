using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>What reporting counts and computes by; bound to <c>Reporting</c>.</summary>
public sealed class ReportingOptions
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "reporting");

    /// <summary>File of the rule that lamps are computed by. Default: the one that is shipped.</summary>
    public string Lamps { get; set; } = Path.Combine(Shipped, "lamps.json");

    /// <summary>File of the calendar of working days. Default: the one that is shipped.</summary>
    public string Calendar { get; set; } = Path.Combine(Shipped, "calendar.json");

    /// <summary>File of the days between which the programme runs. Default: the one that is shipped.</summary>
    public string Term { get; set; } = Path.Combine(Shipped, "term.json");

    /// <summary>File of what overviews say of themselves. Default: the one that is shipped.</summary>
    public string Overview { get; set; } = Path.Combine(Shipped, "overview.json");

    /// <summary>File of the words that reports are made of. Default: the one that is shipped.</summary>
    public string Reports { get; set; } = Path.Combine(Shipped, "reports.json");

    /// <summary>How many reports are made at once. Default: one for each processor.</summary>
    public int ReportsAtOnce { get; set; } = Environment.ProcessorCount;

    /// <summary>How many more may wait for their turn before the next is refused. Default: 64.</summary>
    public int ReportsWaiting { get; set; } = 64;

    /// <summary>Most values, in the cells of their tables, of the reports that are kept to be given out again, and as many of what they are made from. Default: 500,000.</summary>
    public int ReportValuesKept { get; set; } = 500_000;

    /// <summary>Most rows of a form that is handed back. Default: 10,000.</summary>
    public int FormRows { get; set; } = 10_000;

    /// <summary>Most bytes of a form that is handed back. Default: 10 MiB.</summary>
    public int FormBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>File of what is said of commitments whose task a later edition does not have. Default: the one that is shipped.</summary>
    public string CarryOver { get; set; } = Path.Combine(Shipped, "carry-over.json");

    /// <summary>How many working days each has for its step. Defaults: 3 to acknowledge, 5 to review, supplement and act on a reminder, 10 to decide, 15 to answer a problem.</summary>
    public TimeLimits Limits { get; set; } = new();

    /// <summary>Folder of the contents of evidence, which replicas share. Default: <c>reporting/evidence</c> of the data folder.</summary>
    public string? EvidenceFolder { get; set; }

    /// <summary>Most bytes of a document of evidence. Default: 50 MiB.</summary>
    public long EvidenceBytes { get; set; } = 50L * 1024 * 1024;

    /// <summary>How often ignored reminders are looked for, to escalate them, and evidence that has expired, to tell of it. Default: 15 minutes.</summary>
    public TimeSpan EscalationInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often the scope rules are asked whether their answers have moved, besides announcements. Default: 10 seconds.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often whoever watches is told that the stream is alive. Default: 15 seconds.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How changes are sent to addresses that subscribe.</summary>
    public WebhookOptions Webhooks { get; set; } = new();
}
