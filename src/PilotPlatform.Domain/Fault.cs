using System.Collections.Immutable;

namespace PilotPlatform.Domain;

/// <summary>Kinds of refusals; each has exactly one rendering as a gRPC status.</summary>
public enum FaultKind
{
    /// <summary>A value is out of its range or form.</summary>
    Invalid,

    /// <summary>Something named does not exist.</summary>
    Missing,

    /// <summary>Something that was to be created exists.</summary>
    Exists,

    /// <summary>Something has changed since it was read.</summary>
    Stale,

    /// <summary>The state of something does not allow a step.</summary>
    Forbidden,

    /// <summary>Nothing is loaded yet.</summary>
    NotReady,

    /// <summary>Something that has to be asked is away.</summary>
    Away,

    /// <summary>It is not known who asks, and it has to be.</summary>
    Unauthenticated,

    /// <summary>Who asks has no right to it.</summary>
    Denied,

    /// <summary>Who asks has asked for more than its share.</summary>
    OverLimit,

    /// <summary>The answer did not come in the time that there was for it.</summary>
    Late,
}

/// <summary>One thing that is wrong: the field or subject, and what is wrong with it.</summary>
public sealed record Violation(string Subject, string Problem);

/// <summary>An ordinary refusal: a value, not an exception.</summary>
/// <param name="Kind">What kind of refusal it is.</param>
/// <param name="Reason">A value of the package's <c>ErrorReason</c> without its prefix, such as <c>ETAG_MISMATCH</c>.</param>
/// <param name="Subject">The field (in proto spelling) or the resource that is refused.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record Fault(FaultKind Kind, string Reason, string Subject, string Message)
{
    private const int MostViolations = 40;

    /// <summary>Everything that is wrong, where it is more than the subject.</summary>
    public ImmutableArray<Violation> Violations { get; init; } = [];

    /// <summary>When to ask again, where it is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The words of the message that are Chinese, with what they are in English: the reason that the rules give has both.</summary>
    public (string Chinese, string English)? Why { get; init; }

    /// <summary>Names alike, for a name that is not known.</summary>
    public ImmutableArray<string> Suggestions { get; init; } = [];

    public static Fault Invalid(string field, string problem) =>
        new(FaultKind.Invalid, FaultReason.InvalidArgument, field, $"{field}: {problem}");

    /// <summary>Several fields at once; one of them is given as it is.</summary>
    public static Fault Invalid(ImmutableArray<Violation> violations) => violations is [var only]
        ? Invalid(only.Subject, only.Problem)
        : new(FaultKind.Invalid, FaultReason.InvalidArgument, violations[0].Subject, $"{violations.Length} fields are out of their limits") { Violations = violations };

    public static Fault InvalidName(string field, string name, string pattern) =>
        new(FaultKind.Invalid, FaultReason.InvalidName, field, $"{field}: '{name}' is not a name of the form '{pattern}'");

    public static Fault InvalidPageToken() =>
        new(FaultKind.Invalid, FaultReason.InvalidPageToken, "page_token", "page_token: the token is damaged, or belongs to another question or to a state before the newest; later pages are asked for with the question, edition and state of the first");

    public static Fault UnknownCity(string field, string city, ImmutableArray<string> suggestions) =>
        new Fault(FaultKind.Invalid, FaultReason.UnknownCity, field, $"{field}: '{city}' is not the name of a city").Suggesting(suggestions);

    /// <summary>A place that lies in a city was named where a city is asked for.</summary>
    public static Fault PlaceInCity(string field, string place, string placeName, string city) =>
        new(FaultKind.Invalid, FaultReason.UnknownCity, field, $"{field}: '{place}' is a place in the city '{city}'; ask for that city, and give '{placeName}' as the fact 'facts/place'") { Suggestions = [city] };

    public static Fault UnknownFact(string field, string fact) =>
        new(FaultKind.Invalid, FaultReason.UnknownFact, field, $"{field}: the rule set knows no fact '{fact}'");

    public static Fault NoSuchAct(string field, string problem) =>
        new(FaultKind.Invalid, FaultReason.NoSuchAct, field, $"{field}: {problem}");

    public static Fault ActOutOfOrder(string field, string problem) =>
        new(FaultKind.Forbidden, FaultReason.ActOutOfOrder, field, $"{field}: {problem}");

    public static Fault RuleSetRefused(string ruleSet, ImmutableArray<Violation> violations) =>
        new(FaultKind.Invalid, FaultReason.RuleSetRefused, ruleSet, $"{ruleSet} does not read the document as it should") { Violations = violations };

    /// <summary>No rule set that could be active reads an edition, so that nothing is decided until one is published and activated.</summary>
    public static Fault NothingReads(string edition, string why) =>
        new(FaultKind.Forbidden, FaultReason.RuleSetRefused, edition, $"nothing is decided yet: no rule set reads '{edition}', and {why}");

    public static Fault StateNotReached(string state) =>
        new(FaultKind.NotReady, FaultReason.StateNotReached, state, $"the state of '{state}' has not been reached here yet");

    public static Fault Missing(string name) =>
        new(FaultKind.Missing, FaultReason.ResourceNotFound, name, $"'{name}' does not exist");

    public static Fault Missing(string name, ImmutableArray<string> suggestions) => Missing(name).Suggesting(suggestions);

    public static Fault Exists(string name) =>
        new(FaultKind.Exists, FaultReason.ResourceExists, name, $"'{name}' exists already");

    public static Fault Reported(string report, string period) =>
        new(FaultKind.Exists, FaultReason.ResourceExists, report, $"'{report}' reports on {period} already; it can be supplemented when it is returned, and reported anew once it was accepted and the period frozen and reopened");

    public static Fault RequestIdReused(string requestId) =>
        new(FaultKind.Exists, FaultReason.RequestIdReused, requestId, $"request_id '{requestId}' was used for another content or by another caller");

    public static Fault Stale(string name, string current) =>
        new(FaultKind.Stale, FaultReason.EtagMismatch, name, $"'{name}' has changed since; its etag is now '{current}'");

    public static Fault Forbidden(string name, string state, string action) =>
        new(FaultKind.Forbidden, FaultReason.WrongState, name, $"'{name}' is {state}, which does not allow to {action}");

    public static Fault ScopeDoesNotReach(string name, string why, string englishWhy = "") =>
        new(FaultKind.Forbidden, FaultReason.ScopeDoesNotReach, name, $"'{name}' cannot be opened: {why}") { Why = (why, englishWhy) };

    /// <summary>A task was named for a city that it does not reach, and nothing is opened.</summary>
    public static Fault TaskDoesNotReach(string task, string city) =>
        new(FaultKind.Forbidden, FaultReason.ScopeDoesNotReach, task, $"'{task}' does not apply in '{city}'");

    public static Fault ScopeUndetermined(string name, string why, string englishWhy = "") =>
        new(FaultKind.Forbidden, FaultReason.ScopeUndetermined, name, $"'{name}' cannot be opened yet: {why}") { Why = (why, englishWhy) };

    /// <summary>A task was named for a city of which it is not settled whether it reaches it, and nothing is opened.</summary>
    public static Fault TaskUndetermined(string task, string city) =>
        new(FaultKind.Forbidden, FaultReason.ScopeUndetermined, task, $"whether '{task}' applies in '{city}' is not settled yet");

    public static Fault WindowClosed(string period, string why) =>
        new(FaultKind.Forbidden, FaultReason.WindowClosed, period, $"the window of '{period}' is closed: {why}");

    public static Fault PeriodFrozen(string period) =>
        new(FaultKind.Forbidden, FaultReason.PeriodFrozen, period, $"'{period}' is frozen; what was reported by then stands");

    public static Fault DeadlinePassed(string name, DateOnly deadline, string what) =>
        new(FaultKind.Forbidden, FaultReason.DeadlinePassed, name, $"'{name}' could be {what} until {deadline:yyyy-MM-dd}");

    public static Fault NothingIgnored(string name, string why) =>
        new(FaultKind.Forbidden, FaultReason.NothingIgnored, name, $"'{name}' cannot be escalated: {why}");

    public static Fault EvidenceRequired(string name, string what) =>
        new(FaultKind.Forbidden, FaultReason.EvidenceRequired, name, $"'{name}' cannot be closed without {what}");

    public static Fault BasisWithdrawn(string name, string why, string englishWhy = "") =>
        new(FaultKind.Forbidden, FaultReason.BasisWithdrawn, name, $"what '{name}' rests on does not hold any more: {why}") { Why = (why, englishWhy) };

    public static Fault NotDelivered(string name, string why) =>
        new(FaultKind.Forbidden, FaultReason.NotDelivered, name, $"'{name}' did not arrive: {why}");

    public static Fault ContentDamaged(string name, string sha256) =>
        new(FaultKind.Forbidden, FaultReason.ContentDamaged, name, $"the content of '{name}' is lost or is not what was handed in any more, whose SHA-256 is {sha256}; handed in again, it is whole again");

    public static Fault EditionUnread(string name, string why) =>
        new(FaultKind.Forbidden, FaultReason.EditionUnread, name, $"'{name}' was published, and this version cannot read its document as what it was: {why}");

    public static Fault EvidenceTooLarge(long bytes, long most) =>
        new(FaultKind.Invalid, FaultReason.EvidenceTooLarge, "evidence.size_bytes", $"{bytes} bytes are more than {most}");

    public static Fault ContentMismatch(string field, string said, string found) =>
        new(FaultKind.Invalid, FaultReason.ContentMismatch, field, $"{field}: '{said}' was said, '{found}' was sent");

    public static Fault WorkbookDamaged(string problem) =>
        new(FaultKind.Invalid, FaultReason.WorkbookDamaged, "workbook", $"the workbook cannot be read: {problem}");

    public static Fault WorkbookWrongSheet(string problem) =>
        new(FaultKind.Invalid, FaultReason.WorkbookWrongSheet, "workbook", $"the workbook is not the form that was given out: {problem}");

    public static Fault WorkbookColumnsChanged(string problem) =>
        new(FaultKind.Invalid, FaultReason.WorkbookColumnsChanged, "workbook", $"the columns of the form were changed: {problem}");

    public static Fault WorkbookHasFormulas(string cell) =>
        new(FaultKind.Invalid, FaultReason.WorkbookHasFormulas, "workbook", $"the cell {cell} holds a formula; write its value instead");

    public static Fault WorkbookHasMacros(string part) =>
        new(FaultKind.Invalid, FaultReason.WorkbookHasMacros, "workbook", $"the workbook holds a program, '{part}'");

    public static Fault WorkbookHasMergedCells(string cells) =>
        new(FaultKind.Invalid, FaultReason.WorkbookHasMergedCells, "workbook", $"the cells {cells} of the form were merged");

    public static Fault WorkbookHasExternalLinks(string part) =>
        new(FaultKind.Invalid, FaultReason.WorkbookHasExternalLinks, "workbook", $"the workbook takes values from elsewhere, '{part}'");

    public static Fault WorkbookTooLarge(string problem) =>
        new(FaultKind.Invalid, FaultReason.WorkbookTooLarge, "workbook", $"the workbook is too large: {problem}");

    public static Fault NotReady(string what) =>
        new(FaultKind.NotReady, FaultReason.NotReady, what, $"{what} is not ready yet");

    public static Fault Away(string dependency) =>
        new(FaultKind.Away, FaultReason.DependencyUnavailable, dependency, $"{dependency} cannot be asked at the moment");

    public static Fault NotKept(string what) =>
        new(FaultKind.Away, FaultReason.DependencyUnavailable, what, $"{what} cannot be kept at the moment: the disk does not take it; nothing was recorded");

    public static Fault BadCredentials(string problem) =>
        new(FaultKind.Unauthenticated, FaultReason.Unauthenticated, "authorization", $"the credentials are not accepted: {problem}");

    public static Fault SignInRequired(string right) =>
        new(FaultKind.Unauthenticated, FaultReason.Unauthenticated, "authorization", $"this needs a caller with the right to {right}, and the call has no credentials: sign in, and send them as 'authorization'");

    /// <summary>Says nothing of the thing itself: the answer is the same whether or not it exists.</summary>
    public static Fault NoRight(string right) =>
        new(FaultKind.Denied, FaultReason.PermissionDenied, right, $"the caller has no right to {right} here");

    /// <summary>More than is taken: for good, such as a size, unless it is said when it may be tried again.</summary>
    public static Fault OverLimit(string limit) =>
        new(FaultKind.OverLimit, FaultReason.LimitExceeded, limit, $"the limit of {limit} is exceeded");

    public static Fault Late(TimeSpan deadline) =>
        new(FaultKind.Late, FaultReason.DeadlineExceeded, "deadline", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"there was no answer within {deadline.TotalSeconds:0.###} seconds; what was asked for may have been done"));

    /// <summary>Names the first lines that do not add up: the answer has to fit into what a call carries behind its messages.</summary>
    public static Fault DoesNotReconcile(string document, ImmutableArray<Violation> violations) =>
        new(FaultKind.Invalid, FaultReason.DocumentDoesNotReconcile, document, $"{document} does not reconcile with what it says of itself")
        {
            Violations = violations.Length <= MostViolations
                ? violations
                : [.. violations[..MostViolations], new Violation(document, $"{violations.Length - MostViolations} more lines do not add up")],
        };

    /// <summary>The refusal with names that may have been meant; as it is if there are none.</summary>
    public Fault Suggesting(ImmutableArray<string> names) =>
        names.IsDefaultOrEmpty ? this : this with { Suggestions = names, Message = $"{Message}; did you mean {string.Join(", ", names)}?" };

    /// <summary>The refusal in full: its sentence and every violation on a line of its own.</summary>
    public override string ToString() => string.Join('\n', Violations.Select(v => $"  {v.Subject}: {v.Problem}").Prepend(Message));
}

/// <summary>Reasons of refusals. Each is a value of <c>ErrorReason</c> in every package that can give it, which a test holds.</summary>
public static class FaultReason
{
    public const string InvalidArgument = "INVALID_ARGUMENT";
    public const string InvalidName = "INVALID_NAME";
    public const string InvalidPageToken = "INVALID_PAGE_TOKEN";
    public const string UnknownCity = "UNKNOWN_CITY";
    public const string UnknownFact = "UNKNOWN_FACT";
    public const string NoSuchAct = "NO_SUCH_ACT";
    public const string ActOutOfOrder = "ACT_OUT_OF_ORDER";
    public const string RuleSetRefused = "RULE_SET_REFUSED";
    public const string StateNotReached = "STATE_NOT_REACHED";
    public const string ResourceNotFound = "RESOURCE_NOT_FOUND";
    public const string ResourceExists = "RESOURCE_EXISTS";
    public const string RequestIdReused = "REQUEST_ID_REUSED";
    public const string EtagMismatch = "ETAG_MISMATCH";
    public const string WrongState = "WRONG_STATE";
    public const string ScopeDoesNotReach = "SCOPE_DOES_NOT_REACH";
    public const string ScopeUndetermined = "SCOPE_UNDETERMINED";
    public const string WindowClosed = "WINDOW_CLOSED";
    public const string PeriodFrozen = "PERIOD_FROZEN";
    public const string DeadlinePassed = "DEADLINE_PASSED";
    public const string NothingIgnored = "NOTHING_IGNORED";
    public const string EvidenceRequired = "EVIDENCE_REQUIRED";
    public const string BasisWithdrawn = "BASIS_WITHDRAWN";
    public const string EvidenceTooLarge = "EVIDENCE_TOO_LARGE";
    public const string ContentMismatch = "CONTENT_MISMATCH";
    public const string WorkbookDamaged = "WORKBOOK_DAMAGED";
    public const string WorkbookWrongSheet = "WORKBOOK_WRONG_SHEET";
    public const string WorkbookColumnsChanged = "WORKBOOK_COLUMNS_CHANGED";
    public const string WorkbookHasFormulas = "WORKBOOK_HAS_FORMULAS";
    public const string WorkbookHasMacros = "WORKBOOK_HAS_MACROS";
    public const string WorkbookHasMergedCells = "WORKBOOK_HAS_MERGED_CELLS";
    public const string WorkbookHasExternalLinks = "WORKBOOK_HAS_EXTERNAL_LINKS";
    public const string WorkbookTooLarge = "WORKBOOK_TOO_LARGE";
    public const string NotDelivered = "NOT_DELIVERED";
    public const string ContentDamaged = "CONTENT_DAMAGED";
    public const string EditionUnread = "EDITION_UNREAD";
    public const string NotReady = "NOT_READY";
    public const string DependencyUnavailable = "DEPENDENCY_UNAVAILABLE";
    public const string DocumentDoesNotReconcile = "DOCUMENT_DOES_NOT_RECONCILE";
    public const string Unauthenticated = "UNAUTHENTICATED";
    public const string PermissionDenied = "PERMISSION_DENIED";
    public const string LimitExceeded = "LIMIT_EXCEEDED";
    public const string DeadlineExceeded = "DEADLINE_EXCEEDED";
    public const string Internal = "INTERNAL";
}
